using FcWorkflowTrigger.Rules.Conditions;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>A text with holes: <c>{bucket} {key} {name} {stem} {ext} {date} {meta.x}</c>. What fills a hole is never read for holes again.</summary>
internal sealed class Template
{
    private const string MetaPrefix = "meta.";

    private readonly IReadOnlyList<(string Text, bool IsHole)> _parts;

    private Template(IReadOnlyList<(string Text, bool IsHole)> parts) => _parts = parts;

    /// <summary>True when a hole can be filled only by looking at the object.</summary>
    public bool NeedsMeta => _parts.Any(part => part.IsHole && part.Text.StartsWith(MetaPrefix, StringComparison.Ordinal));

    /// <exception cref="ArgumentException">Names the hole nothing fills.</exception>
    public static Template Parse(string text)
    {
        var parts = new List<(string Text, bool IsHole)>();
        var from = 0;

        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', from))
        {
            var close = text.IndexOf('}', open);

            if (close < 0)
            {
                break;
            }

            parts.Add((text[from..open], false));
            parts.Add((Known(text[(open + 1)..close]), true));
            from = close + 1;
        }

        parts.Add((text[from..], false));
        return new([.. parts.Where(part => part.Text.Length > 0)]);
    }

    /// <summary>Fills the holes; metadata the object lacks leaves nothing.</summary>
    public string Fill(Question question) =>
        _parts is [var only] ? Filled(only, question) : string.Concat(_parts.Select(part => Filled(part, question)));

    private static string Filled((string Text, bool IsHole) part, Question question) => part.IsHole ? Value(part.Text, question) : part.Text;

    private static string Known(string hole) =>
        hole is "bucket" or "key" or "name" or "stem" or "ext" or "date"
            || (hole.StartsWith(MetaPrefix, StringComparison.Ordinal) && hole.Length > MetaPrefix.Length)
            ? hole
            : throw new ArgumentException($"has {{{hole}}}, which nothing fills; there are {{bucket}}, {{key}}, {{name}}, {{stem}}, {{ext}}, {{date}} and {{meta.x}}");

    private static string Value(string hole, Question question) => hole switch
    {
        "bucket" => question.Upload.Bucket,
        "key" => question.Upload.Key,
        "name" => question.Upload.Name,
        "stem" => Path.GetFileNameWithoutExtension(question.Upload.Name),
        "ext" => Path.GetExtension(question.Upload.Name),
        "date" => question.Upload.Date,
        _ => question.Meta.GetValueOrDefault(hole[MetaPrefix.Length..].ToLowerInvariant(), ""),
    };
}
