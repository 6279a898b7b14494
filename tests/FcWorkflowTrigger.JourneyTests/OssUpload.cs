using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Uploads as an old OSS client would (signature version 1), so that these tests share no signing code with either side.</summary>
internal static class OssUpload
{
    public static async Task PutAsync(this LocalCloud cloud, string key, string content = "some bytes", string secret = "local-secret")
    {
        using var reply = await cloud.TryPutAsync(key, content, secret);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    public static async Task<HttpResponseMessage> TryPutAsync(this LocalCloud cloud, string key, string content, string secret)
    {
        var date = (await cloud.NowAsync()).ToString("R", CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Put, Verbatim($"{cloud.Oss}/media-in/{Uri.EscapeDataString(key)}"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        request.Headers.TryAddWithoutValidation("Date", date);
        request.Headers.TryAddWithoutValidation("Authorization", $"OSS local:{Sign($"PUT\n\n\n{date}\n/media-in/{key}", secret)}");
        return await cloud.Http.SendAsync(request);
    }

    private static Uri Verbatim(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "OSS defines its first signature as HMAC-SHA1.")]
    private static string Sign(string text, string secret) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
