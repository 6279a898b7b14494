using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Triggers;

/// <summary>Native OSS triggers: send the event of a created object to every function with a matching trigger.</summary>
internal sealed class OssTriggers(IReadOnlyList<FunctionConfig> functions, AsyncQueue queue, OssStore oss, DataFolder data, CancellationToken stopping)
{
    // The key is not escaped, as in the events of OSS.
    private static readonly JsonSerializerOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends the events that an earlier process could not send.</summary>
    public void Resume()
    {
        foreach (var created in oss.Unsent)
        {
            OnCreated(created);
        }
    }

    public void OnCreated(ObjectCreated created) => _ = SendAsync(created);

    private async Task SendAsync(ObjectCreated created)
    {
        try
        {
            foreach (var function in functions.Where(function => function.Triggers.OfType<TriggerConfig.Oss>().Any(trigger => IsMatch(trigger, created))))
            {
                var document = Encoding.UTF8.GetBytes(Document(created).ToJsonString(Raw));
                await data.UntilSavedAsync(() => queue.Accept(function.Name, document, created.Key), stopping);
            }

            await data.UntilSavedAsync(() => oss.SetSent(created), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops. The next start sends it.
        }
    }

    public static bool IsMatch(TriggerConfig.Oss trigger, ObjectCreated created) =>
        trigger.Bucket == created.Bucket
        && (trigger.Events.Contains($"oss:{created.EventName}") || trigger.Events.Contains("oss:ObjectCreated:*"))
        && created.Key.StartsWith(trigger.Prefix, StringComparison.Ordinal)
        && created.Key.EndsWith(trigger.Suffix, StringComparison.Ordinal);

    /// <summary>Function Compute documentation, "OSS trigger: event format".</summary>
    private static JsonObject Document(ObjectCreated created) => new()
    {
        ["events"] = new JsonArray(new JsonObject
        {
            ["eventName"] = created.EventName,
            ["eventSource"] = "acs:oss",
            ["eventTime"] = created.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["eventVersion"] = "1.0",
            ["oss"] = new JsonObject
            {
                ["bucket"] = new JsonObject
                {
                    ["arn"] = $"acs:oss:{LocalAccount.Region}:{LocalAccount.AccountId}:{created.Bucket}",
                    ["name"] = created.Bucket,
                    ["ownerIdentity"] = LocalAccount.AccountId,
                    ["virtualBucket"] = "",
                },
                ["object"] = new JsonObject
                {
                    ["deltaSize"] = created.DeltaSize,
                    ["eTag"] = created.ETag,
                    ["key"] = created.Key,
                    ["objectMeta"] = new JsonObject { ["mimeType"] = created.MimeType },
                    ["size"] = created.Size,
                },
                ["ossSchemaVersion"] = "1.0",
                ["ruleId"] = RandomNumberGenerator.GetHexString(40, lowercase: true),
            },
            ["region"] = LocalAccount.Region,
            ["requestParameters"] = new JsonObject { ["sourceIPAddress"] = "127.0.0.1" },
            ["responseElements"] = new JsonObject { ["requestId"] = created.RequestId },
            ["userIdentity"] = new JsonObject { ["principalId"] = LocalAccount.AccountId },
        }),
    };
}
