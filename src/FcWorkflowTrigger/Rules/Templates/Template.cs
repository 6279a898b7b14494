namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>A text with placeholders: <c>{bucket} {key} {name} {stem} {ext} {date} {meta.x}</c>. A value that fills a placeholder is not parsed again.</summary>
internal sealed class Template
{
    private const string MetaPrefix = "meta.";

    /// <summary>The longest values of the placeholders that stay short (OSS documentation, "Buckets": 63 characters).</summary>
    private static readonly Dictionary<string, string> Longest = new() { ["bucket"] = new('b', 63), ["date"] = "9999-12-31" };

    private readonly IReadOnlyList<(string Text, bool IsPlaceholder)> _parts;

    private Template(IReadOnlyList<(string Text, bool IsPlaceholder)> parts) => _parts = parts;

    /// <summary>True when a placeholder needs the metadata of the object.</summary>
    public bool NeedsMeta => _parts.Any(part => part.IsPlaceholder && part.Text.StartsWith(MetaPrefix, StringComparison.Ordinal));

    /// <summary>True when a placeholder takes a key or a part of it, or metadata: a kilobyte or more.</summary>
    public bool HasUnboundedPlaceholder => _parts.Any(part => part.IsPlaceholder && !Longest.ContainsKey(part.Text));

    /// <exception cref="ArgumentException">The message names the unknown placeholder.</exception>
    public static Template Parse(string text)
    {
        var parts = new List<(string Text, bool IsPlaceholder)>();
        var from = 0;

        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', from))
        {
            var close = text.IndexOf('}', open);

            if (close < 0)
            {
                break;
            }

            parts.Add((text[from..open], false));
            parts.Add((CheckPlaceholder(text[(open + 1)..close]), true));
            from = close + 1;
        }

        parts.Add((text[from..], false));
        return new([.. parts.Where(part => part.Text.Length > 0)]);
    }

    /// <summary>Fills the placeholders. Metadata that the object does not have becomes an empty text.</summary>
    public string Fill(EvaluationContext context) =>
        _parts is [var only] ? FillPart(only, context) : string.Concat(_parts.Select(part => FillPart(part, context)));

    /// <summary>The longest text that this can become while the placeholders without a short limit are empty.</summary>
    public string FillLongest() => string.Concat(_parts.Select(part => part.IsPlaceholder ? Longest.GetValueOrDefault(part.Text, "") : part.Text));

    private static string FillPart((string Text, bool IsPlaceholder) part, EvaluationContext context) => part.IsPlaceholder ? GetValue(part.Text, context) : part.Text;

    private static string CheckPlaceholder(string placeholder) =>
        placeholder is "bucket" or "key" or "name" or "stem" or "ext" or "date"
            || (placeholder.StartsWith(MetaPrefix, StringComparison.Ordinal) && placeholder.Length > MetaPrefix.Length)
            ? placeholder
            : throw new ArgumentException($"has {{{placeholder}}}, which is not a placeholder; the placeholders are {{bucket}}, {{key}}, {{name}}, {{stem}}, {{ext}}, {{date}} and {{meta.x}}");

    private static string GetValue(string placeholder, EvaluationContext context) => placeholder switch
    {
        "bucket" => context.Upload.Bucket,
        "key" => context.Upload.Key,
        "name" => context.Upload.Name,
        "stem" => Path.GetFileNameWithoutExtension(context.Upload.Name),
        "ext" => Path.GetExtension(context.Upload.Name),
        "date" => context.Upload.Date,
        _ => context.Meta.GetValueOrDefault(placeholder[MetaPrefix.Length..].ToLowerInvariant(), ""),
    };
}
