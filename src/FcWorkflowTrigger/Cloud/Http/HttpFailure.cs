namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Separates calls that never left this process from calls without a usable reply.</summary>
internal static class HttpFailure
{
    /// <summary>True when no byte of the request has left this process. A failure that is not known counts as sent.</summary>
    public static bool NothingWasSent(Exception failure) => failure switch
    {
        HttpRequestException http => IsOfConnecting(http.HttpRequestError),
        OperationCanceledException { InnerException: HttpRequestException http } => NothingWasSent(http),
        _ => false,
    };

    /// <summary>The failure to report instead of the failure of the handler; null when the failure of the handler is clear enough.</summary>
    /// <param name="caller">A call that its caller cancels ends with <see cref="OperationCanceledException"/>, as always in .NET.</param>
    public static Exception? From(HttpRequestMessage request, Exception failure, CancellationToken caller)
    {
        var isCancelled = failure is OperationCanceledException && caller.IsCancellationRequested;

        return (failure, IsUnsent(request, failure), isCancelled) switch
        {
            (_, true, true) => new OperationCanceledException(failure.Message, NotConnected(request, failure), caller),
            (_, false, true) => null,
            (OperationCanceledException or HttpRequestException or IOException, true, _) => NotConnected(request, failure),
            (OperationCanceledException or HttpRequestException or IOException, false, _) => NoReply(request, failure),
            _ => null,
        };
    }

    // The content shows whether sending has begun. A request without content may be repeated, so the message of the handler is enough for it.
    private static bool IsUnsent(HttpRequestMessage request, Exception failure) => request.Content is OnceContent content
        ? !content.IsBegun
        : failure is OperationCanceledException { InnerException: TimeoutException } || NothingWasSent(failure);

    private static bool IsOfConnecting(HttpRequestError error) => error
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static HttpRequestException NotConnected(HttpRequestMessage request, Exception why) => new(
        why is HttpRequestException http && IsOfConnecting(http.HttpRequestError) ? http.HttpRequestError : HttpRequestError.ConnectionError,
        $"HTTP-CONNECT: no connection to {request.RequestUri?.Authority()} came about ({Cause(why)}). Nothing was sent. Check the endpoint, the network (no proxy is used), and whether its server sends a valid certificate with its whole chain.",
        why);

    private static HttpRequestException NoReply(HttpRequestMessage request, Exception why) => new(
        why is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } http
            ? http.HttpRequestError
            : HttpRequestError.ResponseEnded,
        $"HTTP-REPLY: {request.RequestUri?.Authority()} gave no usable reply ({Cause(why)}). The call may have taken effect.",
        why);

    private static string Cause(Exception why) => why is OperationCanceledException { InnerException: null }
        ? "the call was cancelled first"
        : why.GetBaseException().Message;
}
