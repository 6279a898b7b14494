namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>One request, one whole reply: the body is read with a limit to its size, and failures say whether the request can have arrived.</summary>
/// <param name="readsBodies">False where the status and the head are all that matters: the body is then not waited for.</param>
/// <exception cref="HttpRequestException">No usable reply. Unless <see cref="HttpFailure.NothingWasSent"/>, the call may have taken effect.</exception>
internal sealed class ReplyHandler(HttpMessageHandler inner, bool readsBodies) : DelegatingHandler(inner)
{
    // A listing of a thousand of the longest keys, each byte of them escaped, is a fifth of it.
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
        // The length in a reply to HEAD is the object's, which may be longer than any body read here.
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
