namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Sends one request and reads its reply to the end, with a limit on the size. A failure shows whether the request may have arrived.</summary>
/// <param name="readsBodies">False when only the status and the headers are needed: the handler does not wait for the body.</param>
/// <exception cref="HttpRequestException">No usable reply. Unless <see cref="HttpFailure.NothingWasSent"/>, the call may have taken effect.</exception>
internal sealed class ReplyHandler(HttpMessageHandler inner, bool readsBodies) : DelegatingHandler(inner)
{
    // A listing of a thousand keys of the greatest length, with each byte escaped, is a fifth of this.
    public const int MaxBodyBytes = 16 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        try
        {
            var reply = await base.SendAsync(request, cancellationToken);
            await ReadBodyAsync(request, reply, cancellationToken);
            return reply;
        }
        catch (Exception failure) when (HttpFailure.From(request, failure, cancellationToken) is { } reported)
        {
            throw reported;
        }
    }

    private async Task ReadBodyAsync(HttpRequestMessage request, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        // In a reply to HEAD the length is the length of the object, which may be longer than the limit.
        if (!readsBodies || request.Method == HttpMethod.Head)
        {
            return;
        }

        try
        {
            await reply.Content.LoadIntoBufferAsync(MaxBodyBytes, cancellationToken);
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }
}
