using System.Text;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks the texts of a media asset beyond their JSON shape. A filled template is cut to the limit; a literal text must be within it.</summary>
internal static class MediaValidator
{
    /// <summary>With this field in a UserData that an uploader can fill, IMS would call any address that the uploader names.</summary>
    public const string NotifyAddress = "NotifyAddress";

    private const int MaxFieldNameBytes = 32;
    private const int MaxFields = 8;

    public static IEnumerable<RuleProblem> Validate(RuleMedia media, PatternCompiler patterns)
    {
        var (tags, fields) = (media.Tags ?? [], media.UserData ?? new Dictionary<string, string>());

        return
        [
            .. FieldValidator.For("media.title").RequireParse(() => patterns.CompileTemplate(media.Title)),
            .. FieldValidator.For("media.description").RequireParse(() => _ = media.Description is { } text ? patterns.CompileTemplate(text) : null),
            .. ValidateTags(tags, isLiteral: false).RequireParse(() => tags.ToList().ForEach(tag => patterns.CompileTemplate(tag))),
            .. ValidateUserData(fields).RequireParse(() => fields.Values.ToList().ForEach(value => patterns.CompileTemplate(value))),
            .. FieldValidator.For("media.coverAt").Require(media.CoverAt is null or >= 0, "is negative."),
            .. FieldValidator.For("media.searchLib").Require(media.SearchLib is null or { Length: > 0 }, "is empty; leave it out."),
        ];
    }

    /// <param name="isLiteral">False allows a tag with placeholders any length: it is cut after they are filled.</param>
    public static FieldValidator ValidateTags(IReadOnlyList<string> tags, bool isLiteral) => FieldValidator.For("media.tags")
        .Require(tags.Count <= RuleMedia.MaxTags, $"holds more than {RuleMedia.MaxTags} tags.")
        .Require(tags.All(tag => IsTag(tag, isLiteral)), $"holds a tag that is empty, has a comma or is over {RuleMedia.MaxTagBytes} bytes.");

    public static FieldValidator ValidateUserData(IReadOnlyDictionary<string, string> fields) => ValidateFields("media.userData", fields, [NotifyAddress]);

    /// <param name="reserved">Names that no field may have, in any case.</param>
    public static FieldValidator ValidateFields(string field, IReadOnlyDictionary<string, string> fields, IReadOnlyList<string> reserved) => FieldValidator.For(field)
        .Require(fields.Count <= MaxFields, $"holds more than {MaxFields} fields.")
        .Require(fields.Keys.All(name => IsFieldName(name, reserved)), $"holds a field whose name is not 1 to {MaxFieldNameBytes} letters, digits, '-' and '_', or is {string.Join(" or ", reserved)}.");

    private static bool IsTag(string tag, bool isLiteral) =>
        tag.Length > 0
        && !tag.Contains(',')
        && ((!isLiteral && tag.Contains('{')) || Encoding.UTF8.GetByteCount(tag) <= RuleMedia.MaxTagBytes);

    private static bool IsFieldName(string name, IReadOnlyList<string> reserved) =>
        name.Length is > 0 and <= MaxFieldNameBytes
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
        && !reserved.Contains(name, StringComparer.OrdinalIgnoreCase);
}
