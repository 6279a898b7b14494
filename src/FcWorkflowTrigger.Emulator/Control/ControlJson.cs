using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>One run in the answers of the control routes.</summary>
/// <param name="Status">The status in IMS: <c>Init</c>, <c>Processing</c>, <c>Succeed</c>, <c>Failed</c> or <c>Canceled</c>.</param>
internal sealed record RunView(
    string Bucket,
    string Key,
    string? MediaId,
    string TaskId,
    string WorkflowId,
    string Status,
    DateTimeOffset CreateTime,
    DateTimeOffset? FinishTime,
    IReadOnlyList<CallbackAttempt> Callbacks)
{
    public static RunView From(WorkflowTask task, DateTimeOffset now) => new(
        task.Bucket,
        task.Key,
        task.MediaId,
        task.TaskId,
        task.WorkflowId,
        task.StatusAt(now),
        task.CreateTime,
        now < task.FinishTime ? null : task.FinishTime,
        task.Callbacks);
}

/// <summary>One registered asset in the answers of the control routes.</summary>
/// <param name="Status">The status in IMS: <c>Preparing</c>, <c>Normal</c> or <c>PrepareFail</c>.</param>
internal sealed record AssetView(string MediaId, string InputURL, string Status, IReadOnlyList<CallbackAttempt> Callbacks);

/// <param name="Due">What waits for a later time, the next first.</param>
internal sealed record ClockView(DateTimeOffset Now, IReadOnlyList<DueTime> Due);

/// <param name="ToNext">To the time of what is due next, in place of <paramref name="Seconds"/>.</param>
internal sealed record ClockAdvance(double? Seconds = null, bool ToNext = false);

internal sealed record FunctionView(string Name, IReadOnlyList<int> ProcessIds);

internal sealed record ControlError(string Code, string Message);

[JsonSerializable(typeof(ClockAdvance))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(IReadOnlyList<AssetView>))]
[JsonSerializable(typeof(IReadOnlyList<Fault>))]
[JsonSerializable(typeof(IReadOnlyList<FunctionView>))]
[JsonSerializable(typeof(IReadOnlyList<InvocationRecord>))]
[JsonSerializable(typeof(IReadOnlyList<RunView>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class ControlJson : JsonSerializerContext;
