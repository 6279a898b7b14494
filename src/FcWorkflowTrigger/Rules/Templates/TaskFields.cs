using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>A rule's own fields of the UserData that StartWorkflow sends (<c>taskUserData</c>). They are filled like the texts of an asset, and never cut: a workflow may act on them.</summary>
/// <param name="fields">Templates by the name of the field.</param>
/// <remarks>IMS StartWorkflow documentation: UserData takes 512 bytes. The callback address and the run need up to 164 and the host.</remarks>
internal sealed class TaskFields(IReadOnlyDictionary<string, string> fields, PatternCompiler patterns)
{
    /// <summary>What the fields may take together, in bytes of UTF-8, as JSON.</summary>
    public const int MaxBytes = 200;

    private readonly KeyValuePair<string, Template>[] _fields = [.. fields.Select(field => KeyValuePair.Create(field.Key, patterns.CompileTemplate(field.Value)))];

    /// <summary>True when a placeholder needs the metadata of the object.</summary>
    public bool NeedsMeta => _fields.Any(pair => pair.Value.NeedsMeta);

    /// <summary>True when a placeholder can be longer than all that the fields may take: then an upload may be refused.</summary>
    public bool MayBeTooLong => _fields.Any(pair => pair.Value.HasUnboundedPlaceholder);

    /// <summary>The most bytes that the fields can take, without the placeholders for which <see cref="MayBeTooLong"/> is true.</summary>
    public int LongestBytes => CountBytes(Serialize(template => template.FillLongest()));

    /// <summary>Fills the fields. Whoever claims a run asks this first: nothing is cut later.</summary>
    /// <param name="json">The fields; null when they take more than there is room for.</param>
    /// <param name="problem">The reason in words; null when they fit.</param>
    public bool TryFill(EvaluationContext context, [NotNullWhen(true)] out string? json, [NotNullWhen(false)] out string? problem)
    {
        var filled = Serialize(template => template.Fill(context));
        var bytes = CountBytes(filled);
        (json, problem) = bytes > MaxBytes
            ? (null, $"taskUserData takes {bytes} bytes here, and there is room for {MaxBytes}")
            : (filled, (string?)null);
        return json is not null;
    }

    /// <summary>Reads what <see cref="TryFill"/> wrote.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string json) => JsonSerializer.Deserialize(json, RulesJson.Compact.DictionaryStringString)!;

    private static int CountBytes(string json) => Encoding.UTF8.GetByteCount(json);

    private string Serialize(Func<Template, string> fill) =>
        JsonSerializer.Serialize(_fields.ToDictionary(field => field.Key, field => fill(field.Value)), RulesJson.Compact.DictionaryStringString);
}
