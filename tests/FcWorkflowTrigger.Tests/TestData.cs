using System.Globalization;
using System.Text;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests;

/// <summary>Valid test data. A test changes only what matters to it.</summary>
internal static class TestData
{
    public const string WorkflowId = "00000000000000000000000000000001";
    public const string MediaId = "4aabe1804a6771ef9748f6f7d6496301";
    public const string TaskId = "0123456789abcdef0123456789abcdef";

    public static DateTimeOffset Now { get; } = new(2026, 11, 24, 0, 15, 0, TimeSpan.Zero);

    public static byte[] Secret { get; } = Encoding.ASCII.GetBytes("a secret of thirty-two bytes....");

    public static CallbackCapability Capability { get; } = new([Secret]);

    public static Uri CallbackBase { get; } = new("https://callback.example.com");

    /// <summary>A request for this target, signed by IMS with <paramref name="key"/> if one is given.</summary>
    public static CallbackRequest Callback(string target, string? key = null, DateTimeOffset? at = null)
    {
        var stamp = (at ?? Now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        const string Base = "https://callback.example.com";
        return new(target, Base, key is null ? IceSignature.None : new(stamp, IceSignature.Compute(Base + target, stamp, key)));
    }

    /// <summary>Path and query of the callback URL of <see cref="RunId"/>.</summary>
    public static string CallbackTarget { get; } = $"/callbacks/{FcWorkflowTrigger.Uploads.RunId.Create(Upload(), "video")}?g=1&s={Capability.Compute(FcWorkflowTrigger.Uploads.RunId.Create(Upload(), "video"), 1)}";

    public static ImsOptions Ims { get; } = new(new("https://ice.cn-shanghai.aliyuncs.com"), ImsInput.Media, InputUrlForm.Https);

    public static StartOptions StartOptions { get; } = new(CallbackBase, Capability, Ims);

    public static Rule Rule { get; } = new("video", WorkflowId, new(["media-in"], "uploads/", [".mp4"], 1));

    public static StartPlan Plan { get; } = new(Rule, WorkflowId, new("beach.mp4"));

    public static RuleSet Rules(params Rule[] rules) => new(rules.Length > 0 ? rules : [Rule], []);

    public static Invocation Invocation(string requestId = "request-1", string instance = "instance-1") =>
        new(requestId, TimeSpan.FromSeconds(120), instance);

    public static Upload Upload(
        string key = "uploads/beach.mp4",
        long size = 10,
        string requestId = "69B51B253A7C4E3139D20F8A",
        string eventName = "ObjectCreated:PutObject",
        string bucket = "media-in",
        string? mimeType = null) =>
        new("cn-shanghai", bucket, key, "4F0C1E9A7B3D5C286E8A9B1D2C3F4E57", size, requestId, "2026-11-24T00:14:59.000Z", eventName, mimeType);

    public static RunId RunId { get; } = FcWorkflowTrigger.Uploads.RunId.Create(Upload(), Rule.Name);

    public static ClaimRecord Claim(int seq = 0, int epoch = 1, string by = "request-1/instance-1", DateTimeOffset? at = null) => new()
    {
        Seq = seq,
        Epoch = epoch,
        Nonce = Guid.NewGuid().ToString("N"),
        At = at ?? Now,
        By = by,
        Lease = 150,
        Src = ClaimSource.From(Upload()),
        Rule = Rule.Name,
        WorkflowId = WorkflowId,
        Config = "rules-hash",
    };

    public static string Sample(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", name));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
