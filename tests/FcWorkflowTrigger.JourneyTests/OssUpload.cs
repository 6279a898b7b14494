using System.Net;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Uploads as an old OSS client would.</summary>
internal static class OssUpload
{
    /// <param name="header">One more, as in <c>x-oss-tagging: a=1</c>.</param>
    public static async Task PutAsync(this LocalCloud cloud, string key, string content = "some bytes", string secret = "local-secret", string? header = null, string bucket = "media-in")
    {
        using var reply = await cloud.TryPutAsync(key, content, secret, header, bucket);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    public static async Task<HttpResponseMessage> TryPutAsync(this LocalCloud cloud, string key, string content, string secret, string? header = null, string bucket = "media-in")
    {
        using var request = await cloud.SignedAsync(HttpMethod.Put, bucket, key, secret, header: header);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        return await cloud.Http.SendAsync(request);
    }
}
