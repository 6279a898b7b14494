using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>IMS StartWorkflow: every accepted call creates a new task.</summary>
internal static class StartWorkflow
{
    private const int MaxUserDataBytes = 512;

    public static JsonObject Perform(ImsCall call, ImsContext ims)
    {
        if (call.Required("WorkflowId") is not LocalAccount.WorkflowId)
        {
            throw ImsError.Invalid("WorkflowId");
        }

        var userData = call.Limited("UserData", MaxUserDataBytes) ?? "";
        var input = call.Required("TaskInput");
        var (location, asset) = Input(input, call.Flag("SkipInputVerification"), ims);
        var now = ims.Clock.GetUtcNow();
        var begin = asset is not null && asset.ReadyTime > now ? asset.ReadyTime : now;

        var task = new WorkflowTask(
            ImsFormat.NewId(),
            LocalAccount.WorkflowId,
            location.Bucket,
            location.Key,
            asset?.MediaId,
            input,
            userData,
            Outcome(location.Key, asset),
            now,
            begin,
            begin + ims.Timings.Processing);
        ims.State.Add(task);
        ims.Runner.Watch(task);

        return new() { ["TaskId"] = task.TaskId };
    }

    /// <summary>What a TaskInput names, as it is written; null where it names nothing.</summary>
    public static string? FindMedia(string input)
    {
        try
        {
            return JsonNode.Parse(input)?["Media"]?.GetValue<string>();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (ObjectLocation Location, MediaAsset? Asset) Input(string text, bool skipsVerification, ImsContext ims)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            var (type, media) = (json.RootElement.GetProperty("Type").GetString(), json.RootElement.GetProperty("Media").GetString());

            if (type == "Media" && media is not null && ims.State.FindAsset(media) is { } asset)
            {
                return (new(asset.Bucket, asset.Key), asset);
            }

            return type == "OSS" && ObjectLocation.Parse(media) is { } location && (skipsVerification || location.IsBelow(LocalAccount.WorkflowInput))
                ? (location, null)
                : throw ImsError.Invalid("TaskInput");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ImsError.Invalid("TaskInput");
        }
    }

    /// <summary>The name of the object can select the outcome: <c>clip.fail.mp4</c>, <c>clip.cancel.mp4</c>.</summary>
    private static string Outcome(string key, MediaAsset? asset) =>
        asset is { Found: false } || key.Contains(".fail.", StringComparison.Ordinal) ? "Failed"
        : key.Contains(".cancel.", StringComparison.Ordinal) ? "Canceled"
        : "Succeed";
}
