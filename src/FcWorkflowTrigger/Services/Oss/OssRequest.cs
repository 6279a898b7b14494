using System.Globalization;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Puts the signature and everything signed onto a request.</summary>
internal static class OssRequest
{
    public static void Sign(HttpRequestMessage request, string bucket, OssCall call, OssV4Signature signature, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        KeyValuePair<string, string>[] headers =
        [
            .. call.Headers,
            .. signature.TokenHeader,
            new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
            new("x-oss-date", date),
        ];

        Array.Sort(headers, UrlEncoding.ByName);

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var canonical = new OssCanonicalRequest(call.Method.Method, bucket, call.Key, call.Query, headers, []);
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorize(canonical, date));
    }
}
