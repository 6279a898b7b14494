using System.Text;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>What a description must keep to beyond its shape. What templates make is cut to fit; what is written out must fit as it stands.</summary>
internal static class MediaCheck
{
    private const int MaxFieldNameBytes = 32;
    private const int MaxFields = 8;

    public static IEnumerable<RuleProblem> Check(RuleMedia media)
    {
        var (tags, fields) = (media.Tags ?? [], media.UserData ?? new Dictionary<string, string>());

        return
        [
            .. FieldCheck.For("media.title").Parses(() => Template.Parse(media.Title)),
            .. FieldCheck.For("media.description").Parses(() => Template.Parse(media.Description ?? "")),
            .. Tags(tags, isLiteral: false).Parses(() => tags.ToList().ForEach(tag => Template.Parse(tag))),
            .. Fields(fields).Parses(() => fields.Values.ToList().ForEach(value => Template.Parse(value))),
            .. FieldCheck.For("media.coverAt").Require(media.CoverAt is null or >= 0, "is negative."),
            .. FieldCheck.For("media.searchLib").Require(media.SearchLib is null or { Length: > 0 }, "is empty; leave it out."),
        ];
    }

    /// <param name="isLiteral">False lets a tag with holes be as long as it likes: it is cut once they are filled.</param>
    public static FieldCheck Tags(IReadOnlyList<string> tags, bool isLiteral) => FieldCheck.For("media.tags")
        .Require(tags.Count <= RuleMedia.MaxTags, $"holds more than {RuleMedia.MaxTags} tags.")
        .Require(tags.All(tag => IsTag(tag, isLiteral)), $"holds a tag that is empty, has a comma or is over {RuleMedia.MaxTagBytes} bytes.");

    public static FieldCheck Fields(IReadOnlyDictionary<string, string> fields) => FieldCheck.For("media.userData")
        .Require(fields.Count <= MaxFields, $"holds more than {MaxFields} fields.")
        .Require(fields.Keys.All(IsFieldName), $"holds a field whose name is not 1 to {MaxFieldNameBytes} letters, digits, '-' and '_', or is NotifyAddress.")
        .Require(fields.Values.All(value => value is not null), "holds a field that is null.");

    // JSON may hold null where a list of texts is declared to hold none.
    private static bool IsTag(string? tag, bool isLiteral) =>
        tag is { Length: > 0 }
        && !tag.Contains(',')
        && ((!isLiteral && tag.Contains('{')) || Encoding.UTF8.GetByteCount(tag) <= RuleMedia.MaxTagBytes);

    // A NotifyAddress of the asset's own would have IMS call whomever the object names.
    private static bool IsFieldName(string name) =>
        name.Length is > 0 and <= MaxFieldNameBytes
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
        && !name.Equals("NotifyAddress", StringComparison.OrdinalIgnoreCase);
}
