namespace FcWorkflowTrigger.Hosting;

/// <summary>Function Compute's own headers. No client can send a header that starts with <c>x-fc-</c>, so the functions trust them.</summary>
/// <remarks>Function Compute documentation, "Custom runtime: principles" and "Context".</remarks>
internal static class FcHeaders
{
    /// <summary>The kind of request. The path does not tell it: any client on the internet may POST to <c>/invoke</c>.</summary>
    public const string ControlPath = "x-fc-control-path";
    public const string RequestId = "x-fc-request-id";
    public const string FunctionTimeout = "x-fc-function-timeout";
    public const string AccessKeyId = "x-fc-access-key-id";
    public const string AccessKeySecret = "x-fc-access-key-secret";
    public const string SecurityToken = "x-fc-security-token";

    /// <summary>A header of the reply. By it alone Function Compute judges an event invocation; a reply without it counts as success.</summary>
    public const string Status = "x-fc-status";
    public const string Succeeded = "200";
    public const string Failed = "404";
}
