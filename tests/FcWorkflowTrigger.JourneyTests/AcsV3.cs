using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Signs calls of Function Compute's API (signature version 3), so that these tests share no signing code with either side.</summary>
internal static class AcsV3
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <param name="path">Of plain characters, without a query.</param>
    public static Task<HttpRequestMessage> SignedFcAsync(this LocalCloud cloud, string path, string action, byte[] body) =>
        cloud.SignedAsync(new(cloud.Fc + path), "2023-03-30", action, body);

    /// <summary>A call of IMS, whose parameters are in the query.</summary>
    public static Task<HttpRequestMessage> SignedImsAsync(this LocalCloud cloud, string action, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        return cloud.SignedAsync(new($"{cloud.Ims}/?{query}"), "2020-11-09", action, []);
    }

    private static async Task<HttpRequestMessage> SignedAsync(this LocalCloud cloud, Uri url, string version, string action, byte[] body)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        (string Name, string Value)[] headers =
        [
            ("host", url.Authority),
            ("x-acs-action", action),
            ("x-acs-content-sha256", hash),
            ("x-acs-date", (await cloud.NowAsync()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("x-acs-signature-nonce", Guid.NewGuid().ToString("N")),
            ("x-acs-version", version),
        ];
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = $"POST\n{url.AbsolutePath}\n{url.Query.TrimStart('?')}\n{string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{hash}";
        var signature = HMACSHA256.HashData("local-secret"u8, Bytes($"{Algorithm}\n{Convert.ToHexStringLower(SHA256.HashData(Bytes(canonical)))}"));
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential=local,SignedHeaders={names},Signature={Convert.ToHexStringLower(signature)}");

        foreach (var (name, value) in headers[1..])
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
