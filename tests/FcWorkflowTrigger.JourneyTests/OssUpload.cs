using System.Net;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Uploads as an old OSS client would.</summary>
internal static class OssUpload
{
    public static async Task PutAsync(this LocalCloud cloud, string key, string content = "some bytes", string secret = "local-secret")
    {
        using var reply = await cloud.TryPutAsync(key, content, secret);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    public static async Task<HttpResponseMessage> TryPutAsync(this LocalCloud cloud, string key, string content, string secret)
    {
        using var request = await cloud.SignedAsync(HttpMethod.Put, "media-in", key, secret);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        return await cloud.Http.SendAsync(request);
    }
}
