namespace FcWorkflowTrigger.Telemetry;

/// <summary>Where traces and metrics go, by the standard variables of OpenTelemetry.</summary>
/// <param name="Traces">The whole address; null sends none.</param>
/// <param name="Metrics">The whole address; null sends none.</param>
/// <param name="Headers">Added to each request. They may hold a token.</param>
/// <param name="Timeout">The longest wait for one answer.</param>
/// <param name="Attributes">The user's own attributes of the resource.</param>
/// <param name="Function">The name of this function; null outside of Function Compute.</param>
internal sealed record TelemetryOptions(
    Uri? Traces,
    Uri? Metrics,
    OtlpProtocol Protocol,
    IReadOnlyDictionary<string, string> Headers,
    TimeSpan Timeout,
    IReadOnlyDictionary<string, string> Attributes,
    string? Function = null)
{
    public static TelemetryOptions None { get; } = new(null, null, OtlpProtocol.Protobuf, new Dictionary<string, string>(), TimeSpan.Zero, new Dictionary<string, string>());

    /// <summary>The standard's switch: nothing is sent, whatever else is set.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether anything is sent.</summary>
    public bool IsOn => !IsDisabled && (Traces ?? Metrics) is not null;

    // Headers and addresses must not reach a log through ToString: either may hold a token.
    public override string ToString() => $"TelemetryOptions {{ Traces = {Traces is not null}, Metrics = {Metrics is not null} }}";
}

/// <summary>The form of a request's body.</summary>
internal enum OtlpProtocol
{
    /// <summary><c>http/protobuf</c></summary>
    Protobuf,

    /// <summary><c>http/json</c></summary>
    Json,
}
