using System.Text;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>A request to the process of a function: an event, or the request of an HTTP client.</summary>
/// <param name="ControlPath"><c>/invoke</c> or <c>/http-invoke</c>.</param>
/// <param name="Target">Path and query, raw.</param>
/// <param name="Headers">The headers of the client. The headers of Function Compute are added later.</param>
internal sealed record FunctionRequest(
    string ControlPath,
    string RequestId,
    string Method,
    string Target,
    byte[] Body,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    int RetryCount = 0)
{
    public static FunctionRequest Event(string requestId, byte[] body, int retryCount) =>
        new("/invoke", requestId, "POST", "/invoke", body, [new("Content-Type", "application/octet-stream")], retryCount);
}

/// <summary>The reply of a function.</summary>
/// <param name="Failed">The header <c>x-fc-status</c> reports a failure, the connection was dropped, or the time limit is over.</param>
internal sealed record FunctionReply(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, bool Failed)
{
    // A process that ends before it listens quotes its last lines.
    private const int MaxErrorChars = 600;

    /// <summary>The begin of the body of a reply that failed; null for any other.</summary>
    public string? Error => Failed && Encoding.UTF8.GetString(Body) is var text ? text[..Math.Min(text.Length, MaxErrorChars)] : null;

    /// <summary>The process ended, or did not answer in time.</summary>
    public static FunctionReply Crashed(string why) => new(502, [], Encoding.UTF8.GetBytes(why), Failed: true);
}
