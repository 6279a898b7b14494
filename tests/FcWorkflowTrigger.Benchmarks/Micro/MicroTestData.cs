using System.Net;
using System.Text;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Benchmarks.Micro;

/// <summary>One ordinary upload with its run, its records and its rules. Data that the product reads as text is text here too.</summary>
internal static class MicroTestData
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of thirty-two bytes....");
    private static readonly CallbackCapability Capability = new([Secret]);
    private static readonly CredentialStore Credentials = new(new("local", "local-secret", new string('t', 600)));
    private static readonly CloudClock Clock = new(TimeProvider.System);

    public static Upload Upload { get; } = new(
        "cn-shanghai", "media-in", "uploads/2026/holiday.mp4", "4F0C1E9A7B3D5C286E8A9B1D2C3F4E57", 1_048_576, "69B51B253A7C4E3139D20F8A", "2026-11-24T00:14:59.000Z", "ObjectCreated:PutObject");

    public static RunId Run { get; } = RunId.Create(Upload, "video");

    public static string CallbackTarget { get; } = $"/callbacks/{Run}?g=1&s={Capability.Compute(Run, 1)}";

    /// <summary>The four records of a run that has succeeded, one per line.</summary>
    public static byte[] RecordLines { get; } =
        """
        {"kind":"claim","lease":150,"src":{"region":"cn-shanghai","bucket":"media-in","key":"uploads/2026/holiday.mp4","etag":"4F0C1E9A7B3D5C286E8A9B1D2C3F4E57","size":1048576,"eventTime":"2026-11-24T00:14:59.000Z","event":"ObjectCreated:PutObject","requestId":"69B51B253A7C4E3139D20F8A"},"rule":"video","workflowId":"00000000000000000000000000000001","config":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","v":1,"seq":0,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","at":"2026-11-24T00:15:00+00:00","by":"1-67-a/c-1"}
        {"kind":"intent","mediaId":"4aabe1804a6771ef9748f6f7d6496301","keyText":"4aabe1804a6771ef9748f6f7d6496301","gen":1,"acsDate":"2026-11-24T00:15:00+00:00","acsNonce":"0123456789abcdef0123456789abcdef","userDataSha":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","notAfter":"2026-11-24T00:46:00+00:00","v":1,"seq":1,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAB","at":"2026-11-24T00:15:00+00:00","by":"1-67-a/c-1"}
        {"kind":"started","gen":1,"taskId":"0123456789abcdef0123456789abcdef","requestId":"50E451D7-0000-0000-0000-000000000000","how":"reply","v":1,"seq":2,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAC","at":"2026-11-24T00:15:01+00:00","by":"1-67-a/c-1"}
        {"kind":"done","outcome":"succeeded","how":"callback","task":{"taskId":"0123456789abcdef0123456789abcdef","status":"Succeed","createTime":"2026-11-24T00:15:01Z","finishTime":"2026-11-24T00:16:01Z"},"v":1,"seq":3,"epoch":1,"nonce":"AAAAAAAAAAAAAAAAAAAAAD","at":"2026-11-24T00:16:02+00:00","by":"1-67-b/c-2"}
        """u8.ToArray();

    public static RuleSet Rules() => RuleFile.Read(
        """
        {
          "version": 1,
          "rules": [
            { "name": "trailers", "match": { "buckets": ["media-in"], "globs": ["uploads/**/trailer-*.mov"] }, "workflowId": "00000000000000000000000000000002" },
            { "name": "big", "match": { "buckets": ["media-in"], "prefix": "uploads/", "minBytes": 1073741824 }, "workflowId": "00000000000000000000000000000003" },
            { "name": "video", "match": { "buckets": ["media-in"], "prefix": "uploads/", "suffixes": [".mp4", ".mov"], "minBytes": 1 }, "workflowId": "00000000000000000000000000000001", "media": { "title": "{name}", "tags": ["auto"] } }
          ]
        }
        """u8);

    public static CallbackAuthenticator Authenticator() => new(Capability, new([], TimeSpan.FromSeconds(300), SignatureDemand.Optional), TimeProvider.System);

    public static ImsClient Ims() => new(Answer("""{"TaskId":"0123456789abcdef0123456789abcdef"}"""), new("https://ice.cn-shanghai.aliyuncs.com"), Credentials, Clock, new(0, Clock));

    public static OssClient Oss() => new(Answer(""), new(new("https://oss-cn-shanghai-internal.aliyuncs.com"), "ledger", "cn-shanghai"), Credentials, Clock);

    private static HttpMessageInvoker Answer(string reply) => new(new Answering(Encoding.ASCII.GetBytes(reply)));

    private sealed class Answering(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
