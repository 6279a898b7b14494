using System.Runtime.CompilerServices;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>One request to any bucket, before it is signed.</summary>
/// <param name="Headers">In lower case.</param>
internal sealed record OssCall(
    HttpMethod Method,
    string Key,
    KeyValuePair<string, string?>[] Query,
    KeyValuePair<string, string>[] Headers,
    ReadOnlyMemory<byte>? Body = null);

/// <summary>Signs requests, sends them, and learns the time from their replies.</summary>
internal sealed class OssConnection(HttpMessageInvoker http, CredentialStore credentials, CloudClock clock)
{
    private OssV4Signature? _signature;

    // Pooled: one for every call.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpResponseMessage> SendAsync(OssAddress address, OssCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, address.UrlOf(call.Key, call.Query));
        request.Content = call.Body is { } bytes ? new ReadOnlyMemoryContent(bytes) : null;
        OssRequest.Sign(request, address.Bucket, call, Signature(address.Region), clock.GetUtcNow());
        var reply = await http.SendAsync(request, cancellationToken);
        clock.Learn(reply);
        return reply;
    }

    // Kept while keys and region stay the same: it remembers what it derives from them.
    private OssV4Signature Signature(string region)
    {
        var keys = credentials.Current;
        var signature = _signature is { } kept && kept.IsOf(keys, region) ? kept : new(keys, region);
        _signature = signature;
        return signature;
    }
}
