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
    public string Fill(EvaluationContext context) =>
        _parts is [var only] ? Filled(only, context) : string.Concat(_parts.Select(part => Filled(part, context)));

    private static string Filled((string Text, bool IsHole) part, EvaluationContext context) => part.IsHole ? Value(part.Text, context) : part.Text;

    private static string Known(string hole) =>
        hole is "bucket" or "key" or "name" or "stem" or "ext" or "date"
            || (hole.StartsWith(MetaPrefix, StringComparison.Ordinal) && hole.Length > MetaPrefix.Length)
            ? hole
            : throw new ArgumentException($"has {{{hole}}}, which nothing fills; there are {{bucket}}, {{key}}, {{name}}, {{stem}}, {{ext}}, {{date}} and {{meta.x}}");

    private static string Value(string hole, EvaluationContext context) => hole switch
    {
        "bucket" => context.Upload.Bucket,
        "key" => context.Upload.Key,
        "name" => context.Upload.Name,
        "stem" => Path.GetFileNameWithoutExtension(context.Upload.Name),
        "ext" => Path.GetExtension(context.Upload.Name),
        "date" => context.Upload.Date,
        _ => context.Meta.GetValueOrDefault(hole[MetaPrefix.Length..].ToLowerInvariant(), ""),
    };
}
