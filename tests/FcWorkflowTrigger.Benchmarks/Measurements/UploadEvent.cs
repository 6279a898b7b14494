using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Cloud;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>Object-created events as OSS sends them (events/object-created.json). Each event is for a new object.</summary>
internal static class UploadEvent
{
    /// <summary>The event of an ordinary key, which contains no id.</summary>
    public static byte[] New() => Create($"{Guid.NewGuid()}");

    /// <summary>The event of a key with 32 hex digits. They could be the id of a task of this trigger, so ingest first looks in the ledger.</summary>
    public static byte[] WithId() => Create($"{Guid.NewGuid():N}");

    private static byte[] Create(string name)
    {
        var id = Guid.NewGuid().ToString("N");
        var requestId = id[..24].ToUpperInvariant();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            events = new[]
            {
                new
                {
                    eventName = "ObjectCreated:PutObject",
                    eventSource = "acs:oss",
                    eventTime = now,
                    eventVersion = "1.0",
                    oss = new
                    {
                        bucket = new { arn = "acs:oss:cn-shanghai:1000000000000001:media-in", name = "media-in", ownerIdentity = "1000000000000001", virtualBucket = "" },
                        @object = new { deltaSize = 18734211, eTag = id.ToUpperInvariant(), key = $"uploads/2026/11/24/{name} plan+draft.mp4", size = 18734211 },
                        ossSchemaVersion = "1.0",
                        ruleId = "8f1d0a64c2be4f7b9a3e5d6c7b8a90f1e2d3c4b5",
                    },
                    region = StubCloud.Region,
                    requestParameters = new { sourceIPAddress = "203.0.113.25" },
                    responseElements = new { requestId },
                    userIdentity = new { principalId = "200000000000000002" },
                },
            },
        });
    }
}
