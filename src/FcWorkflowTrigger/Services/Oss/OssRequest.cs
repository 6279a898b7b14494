using System.Globalization;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Puts the signature and everything signed onto a request.</summary>
internal static class OssRequest
{
    public static void Sign(
        HttpRequestMessage request,
        string bucket,
        string key,
        IReadOnlyList<KeyValuePair<string, string?>> query,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        OssV4Signature signature,
        DateTimeOffset now)
    {
        List<KeyValuePair<string, string>> signed =
        [
            .. headers,
            new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
            new("x-oss-date", now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)),
        ];

        if (signature.SecurityToken is { } token)
        {
            signed.Add(new("x-oss-security-token", token));
        }

        foreach (var (name, value) in signed)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var canonical = OssCanonicalRequest.Of(request.Method.Method, bucket, key, query, signed);
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorize(canonical));
    }
}
