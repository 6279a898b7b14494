using System.Diagnostics.CodeAnalysis;

namespace FcWorkflowTrigger.Formats;

/// <summary>The place in a trace that something is a part of (W3C Trace Context, "traceparent Header", version 00).</summary>
/// <param name="TraceId">32 lower-case hex digits, not all zero.</param>
/// <param name="SpanId">16 lower-case hex digits, not all zero.</param>
/// <param name="Flags">2 lower-case hex digits.</param>
internal sealed record TraceParent(string TraceId, string SpanId, string Flags = TraceParent.Sampled)
{
    /// <summary>The name of the header, and of the user metadata of an object (<c>x-oss-meta-traceparent</c>).</summary>
    public const string Name = "traceparent";

    private const string Sampled = "01";
    private const int KnownLength = 55;

    /// <summary>Reads a text that came from outside; anything of another shape is refused.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TraceParent? parent)
    {
        parent = text?.Split('-') is [{ Length: 2 } version, { Length: 32 } trace, { Length: 16 } span, { Length: 2 } flags, ..]
            && IsHex(version) && IsHex(trace) && IsHex(span) && IsHex(flags)
            && version != "ff" && (version != "00" || text.Length == KnownLength)
            && trace.AsSpan().ContainsAnyExcept('0') && span.AsSpan().ContainsAnyExcept('0')
                ? new(trace, span, flags)
                : null;
        return parent is not null;
    }

    public override string ToString() => $"00-{TraceId}-{SpanId}-{Flags}";

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
