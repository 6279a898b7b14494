using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>Attributes of one span or point. What is not known is left out.</summary>
internal static class Attributes
{
    /// <summary>Why something failed, in one of few words (OpenTelemetry semantic conventions).</summary>
    public const string ErrorType = "error.type";

    public static IReadOnlyList<KeyValue> Create(params ReadOnlySpan<(string Key, AnyValue? Value)> attributes)
    {
        var known = new List<KeyValue>(attributes.Length);

        foreach (var (key, value) in attributes)
        {
            if (value is not null)
            {
                known.Add(new(key, value));
            }
        }

        return known;
    }

    /// <returns>Null for a text that is not there.</returns>
    public static AnyValue? Of(string? text) => string.IsNullOrEmpty(text) ? null : AnyValue.From(text);

    public static AnyValue? Of(long? number) => number is { } known ? AnyValue.From(known) : null;
}
