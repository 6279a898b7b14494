using System.Globalization;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Puts the signature and everything signed onto a request.</summary>
internal static class OssRequest
{
    public static void Sign(
        HttpRequestMessage request,
        OssAddress address,
        string key,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        Credentials credentials,
        DateTimeOffset now)
    {
        List<KeyValuePair<string, string>> signed =
        [
            .. headers,
            new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
            new("x-oss-date", now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)),
        ];

        if (credentials.SecurityToken is { } token)
        {
            signed.Add(new("x-oss-security-token", token));
        }

        foreach (var (name, value) in signed)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var canonical = OssCanonicalRequest.Of(request.Method.Method, address.Bucket, key, query, signed);
        request.Headers.TryAddWithoutValidation("Authorization", new OssV4Signature(credentials, address.Region).Authorize(canonical));
    }
}
