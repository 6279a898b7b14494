using System.Globalization;
using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Signing;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>One request to any bucket, before it is signed.</summary>
/// <param name="Headers">In lower case.</param>
internal sealed record OssCall(
    string Method,
    string Key,
    KeyValuePair<string, string?>[] Query,
    KeyValuePair<string, string>[] Headers,
    ReadOnlyMemory<byte>? Body = null);

/// <summary>Signs requests, sends them, and learns the time from their replies.</summary>
internal sealed class OssConnection(IServiceHttp http, CredentialStore credentials, CloudClock clock)
{
    private OssV4Signature? _signature;

    // Pooled: one for every call.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ServiceReply> SendAsync(OssAddress address, OssCall call, CancellationToken cancellationToken)
    {
        using var signed = Signed(address, call, Signature(address.Region));
        var reply = await http.SendAsync(signed, cancellationToken);
        clock.Learn(reply);
        return reply;
    }

    private ServiceCall Signed(OssAddress address, OssCall call, OssV4Signature signature)
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
        using var target = address.AppendTarget(new(), call.Key, call.Query);
        var signed = new ServiceCall(call.Method, address.Origin, target.Written, call.Body);

        foreach (var (name, value) in headers)
        {
            signed.Header(name, value);
        }

        using var authorization = signature.Authorize(new(call.Method, address.Bucket, call.Key, call.Query, headers, []), date);
        return signed.Header("Authorization", authorization.Written);
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
