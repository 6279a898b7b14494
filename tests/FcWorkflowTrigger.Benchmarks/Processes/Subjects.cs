using FcWorkflowTrigger.Benchmarks.Cloud;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>The compared programs.</summary>
/// <param name="function">The native function.</param>
/// <param name="floor">The empty native program.</param>
internal sealed class Subjects(string function, string floor)
{
    public const string FloorName = "floor (empty Kestrel AOT)";
    public const string NodeName = "plain Node handler";

    /// <summary>The three roles of the function, with their names in <c>APP_ROLE</c>.</summary>
    public static readonly string[] Roles = ["ingest", "callback", "reconcile"];

    private const string Node = "/usr/bin/env";
    private static readonly Dictionary<string, string> Nothing = [];

    public string FunctionFile { get; } = function;

    public string FloorFile { get; } = floor;

    public Subject Floor => new(FloorName, FloorFile, [], Nothing);

    /// <param name="role">One of <see cref="Roles"/>.</param>
    public Subject Function(string role, StubCloud cloud) => new(role, FunctionFile, [], Environment(role, cloud));

    public static Subject PlainNode(StubCloud cloud) =>
        new(NodeName, Node, ["node", Path.Combine(Publishing.PlainNode, "server.mjs")], Environment("ingest", cloud));

    private static Dictionary<string, string> Environment(string role, StubCloud cloud)
    {
        var environment = new Dictionary<string, string>
        {
            ["APP_ROLE"] = role,
            ["FC_REGION"] = StubCloud.Region,
            ["FC_INSTANCE_ID"] = "benchmark",
            ["LEDGER_BUCKET"] = StubCloud.LedgerBucket,
            ["OSS_ENDPOINT"] = cloud.OssUrl,
            ["IMS_ENDPOINT"] = cloud.ImsUrl,
            ["CALLBACK_BASE_URL"] = "https://callback.example.com",
            ["CALLBACK_SECRETS"] = Convert.ToBase64String("thirty-two bytes for benchmarks."u8),
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "local",
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "local-secret",
            ["ALIBABA_CLOUD_SECURITY_TOKEN"] = "local-token",
        };

        if (cloud.CertificateFile is { } file)
        {
            environment["SSL_CERT_FILE"] = file;
            environment["NODE_EXTRA_CA_CERTS"] = file;
        }

        return environment;
    }
}
