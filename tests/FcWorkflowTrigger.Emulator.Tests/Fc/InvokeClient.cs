using System.Globalization;
using FcWorkflowTrigger.Emulator.Ims.Signing;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

/// <summary>Signs calls of the InvokeFunction API with version 3. <c>AcsV3Tests</c> checks this signature against the published example.</summary>
internal static class InvokeClient
{
    /// <param name="target">Path and query, encoded.</param>
    public static async Task<HttpResponseMessage> InvokeAsync(
        this HttpClient http, string method, string target, byte[] body, string type = "Sync", string secret = "local-secret", string? nonce = null, DateTimeOffset? at = null,
        byte[]? signedBody = null, string? signedTarget = null)
    {
        var uri = new Uri(http.BaseAddress!, signedTarget ?? target);
        var query = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => new KeyValuePair<string, string?>(pair.Split('=')[0], pair.Split('=').ElementAtOrDefault(1)));
        var hash = AcsV3.Hash(signedBody ?? body);
        (string Name, string Value)[] headers =
        [
            ("host", http.BaseAddress!.Authority), ("x-acs-action", "InvokeFunction"), ("x-acs-content-sha256", hash),
            ("x-acs-date", (at ?? TestData.Now).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("x-acs-signature-nonce", nonce ?? Guid.NewGuid().ToString("N")), ("x-acs-version", "2023-03-30"),
        ];
        var signature = AcsV3.Sign(secret, AcsV3.StringToSign(method, uri.AbsolutePath, query, headers, hash));
        using var request = new HttpRequestMessage(new(method), target) { Content = method == "GET" ? null : new ByteArrayContent(body) };
        request.Headers.Add("x-fc-invocation-type", type);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"ACS3-HMAC-SHA256 Credential=local,SignedHeaders={string.Join(';', headers.Select(header => header.Name))},Signature={signature}");

        foreach (var (name, value) in headers.Skip(1))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }
}
