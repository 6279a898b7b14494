namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>What a function's process is sent: an event, or a client's own request.</summary>
/// <param name="ControlPath"><c>/invoke</c> or <c>/http-invoke</c>.</param>
/// <param name="Target">Path and query, raw.</param>
/// <param name="Headers">The client's; Function Compute's own are added on the way.</param>
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

/// <summary>What came back.</summary>
/// <param name="Failed">By <c>x-fc-status</c> alone, by a dropped connection, or by time.</param>
internal sealed record FunctionReply(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, bool Failed)
{
    /// <summary>The process ended, or did not answer in time.</summary>
    public static FunctionReply Crashed(string why) => new(502, [], System.Text.Encoding.UTF8.GetBytes(why), Failed: true);
}
