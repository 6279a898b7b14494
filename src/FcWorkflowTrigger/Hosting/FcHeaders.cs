namespace FcWorkflowTrigger.Hosting;

/// <summary>Function Compute's own headers. No client can send a header that starts with <c>x-fc-</c>, so these are to be trusted.</summary>
/// <remarks>Function Compute documentation, "Custom runtime: principles" and "Context".</remarks>
internal static class FcHeaders
{
    /// <summary>What is asked of the runtime. The path is not: any client on the internet may POST to <c>/invoke</c>.</summary>
    public const string ControlPath = "x-fc-control-path";
    public const string RequestId = "x-fc-request-id";
    public const string FunctionTimeout = "x-fc-function-timeout";
    public const string AccessKeyId = "x-fc-access-key-id";
    public const string AccessKeySecret = "x-fc-access-key-secret";
    public const string SecurityToken = "x-fc-security-token";

    /// <summary>Of the reply: the one thing Function Compute judges an event invocation by. Missing counts as success.</summary>
    public const string Status = "x-fc-status";
    public const string Succeeded = "200";
    public const string Failed = "404";
}
