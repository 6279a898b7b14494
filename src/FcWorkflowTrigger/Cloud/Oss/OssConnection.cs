using System.Globalization;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Signing;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>One request to any bucket, before it is signed.</summary>
/// <param name="Headers">In lower case.</param>
/// <param name="Body">Sent once. A call without a body only reads or deletes, and the handler may repeat it when a kept connection breaks.</param>
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

    public async Task<HttpResponseMessage> SendAsync(OssAddress address, OssCall call, CancellationToken cancellationToken)
    {
        using var request = Signed(address, call, Signature(address.Region));
        var reply = await http.SendAsync(request, cancellationToken);
        clock.Learn(reply);
        return reply;
    }

    private HttpRequestMessage Signed(OssAddress address, OssCall call, OssV4Signature signature)
    {
        var date = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        KeyValuePair<string, string>[] headers =
        [
            .. call.Headers,
            .. signature.TokenHeader,
            new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
            new("x-oss-date", date),
        ];

        Array.Sort(headers, UrlEncoding.ByName);
        var request = HttpMessages.Request(call.Method, address.Url(call.Key, call.Query));
        request.Content = call.Body is { } body ? new OnceContent(body) : null;

        foreach (var (name, value) in headers)
        {
            request.AddHeader(name, value);
        }

        var canonical = new OssCanonicalRequest(call.Method.Method, address.Bucket, call.Key, call.Query, headers, []);
        request.AddHeader("Authorization", signature.Authorize(canonical, date));
        return request;
    }

    // Kept while keys and region stay the same, because it caches the key that it derives from them.
    private OssV4Signature Signature(string region)
    {
        var keys = credentials.Current;
        var signature = _signature is { } kept && kept.IsOf(keys, region) ? kept : new(keys, region);
        _signature = signature;
        return signature;
    }
}
