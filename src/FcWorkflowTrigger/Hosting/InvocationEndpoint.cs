using System.Globalization;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Hosting;

/// <summary>The contract of custom runtimes: which kind a request has, and which answer Function Compute takes for a failure.</summary>
internal sealed class InvocationEndpoint(
    HostingOptions options,
    FunctionHandlers functions,
    EventReply reply,
    CredentialStore credentials,
    InvocationScope scope,
    FcLoggerFactory log,
    TimeProvider clock)
{
    private const int MaxRequestIdLength = 128;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(120);

    // The time for the answer: after the timeout Function Compute ends the process, and the answer would be lost.
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(2);

    private bool _isWarm;

    public Task HandleAsync(HttpContext http) => (http.Request.Headers[FcHeaders.ControlPath].ToString(), functions.OnEvent, functions.OnHttp) switch
    {
        ("/invoke", { } function, _) => InvokeAsync(http, (invocation, token) => reply.SendAsync(http, function, invocation, token)),
        ("/http-invoke", _, { } function) => InvokeAsync(http, (invocation, token) => function(http, invocation, token)),
        ("/initialize", _, _) => Task.CompletedTask,
        ("", _, _) when HttpMethods.IsGet(http.Request.Method) => http.Response.WriteAsync("ok\n", http.RequestAborted),
        _ => RefuseAsync(http),
    };

    private Task RefuseAsync(HttpContext http)
    {
        // Without this header Function Compute would count an event as handled.
        http.Response.Headers[FcHeaders.Status] = FcHeaders.Failed;
        return HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "NOT-FOUND", $"This function ({options.FunctionName}) does not answer that.");
    }

    private async Task InvokeAsync(HttpContext http, Func<Invocation, CancellationToken, Task> invoke)
    {
        var headers = http.Request.Headers;
        credentials.Offer(headers[FcHeaders.AccessKeyId], headers[FcHeaders.AccessKeySecret], headers[FcHeaders.SecurityToken]);
        var timeout = int.TryParse(headers[FcHeaders.FunctionTimeout], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : DefaultTimeout;
        var requestId = headers[FcHeaders.RequestId].ToString();
        var invocation = new Invocation(IsPlain(requestId) ? requestId : Guid.NewGuid().ToString(), timeout, options.InstanceId);

        scope.Current = new(invocation.RequestId, clock.GetTimestamp(), IsColdStart: Interlocked.Exchange(ref _isWarm, true) is false);
        log.WriteFrame("FC Invoke Start RequestId: ", invocation.RequestId);

        using var deadline = new Deadline(timeout > 2 * AnswerMargin ? timeout - AnswerMargin : timeout, clock, http.RequestAborted);
        var isWell = false;

        try
        {
            await invoke(invocation, deadline.Token);
            isWell = http.Response.Headers[FcHeaders.Status] != FcHeaders.Failed;
        }
        finally
        {
            // Also when the handler throws, which Kestrel answers with 500: Function Compute takes the lines between Start and End for the lines of the request.
            log.WriteFrame("FC Invoke End RequestId: ", invocation.RequestId, isWell ? "" : ", Error: Unhandled function error");
        }
    }

    // The id is part of every log line, and may become a name in the ledger.
    private static bool IsPlain(string requestId) =>
        requestId.Length is > 0 and <= MaxRequestIdLength && requestId.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
