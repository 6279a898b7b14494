using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>How one run ended or stands still, for other systems: the same for every try and every sink. Shape: events/outcome.schema.json.</summary>
/// <param name="Type"><c>workflow_run.succeeded</c>, <c>failed</c>, <c>canceled</c>, <c>rejected</c>, <c>parked</c> or <c>overdue</c>; or <see cref="Test"/>.</param>
/// <param name="Timestamp">When the end was recorded.</param>
internal sealed record Outcome(string Type, DateTimeOffset Timestamp, OutcomeData Data)
{
    /// <summary>The type of an event that belongs to no run: an operator tests the receivers.</summary>
    public const string Test = "workflow_run.test";

    /// <summary>The id of the event, by which a receiver recognizes a repetition. A run that was parked and resumed ends more than once.</summary>
    [JsonIgnore]
    public string Id => $"{Data.Run.Id}-{Data.Run.Seq}";

    /// <summary>The names of the run in traces; null for an event that belongs to no run.</summary>
    [JsonIgnore]
    public RunTrace? Trace { get; init; }

    /// <summary>The tags that the object of the run gets for this end; null for none.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string>? ObjectTags { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OutcomesJson.Compact.Outcome);
}

/// <param name="Media">Null when no start was tried.</param>
/// <param name="Task">Null when IMS runs no task for the run.</param>
/// <param name="Outputs">IMS's ActivityResults, by activity; null when there are none, or when they are too large.</param>
/// <param name="Reason">Null when the status of the task is the reason.</param>
/// <param name="TaskUserData">The rule's own fields of the task's UserData, with their values; null for a rule without.</param>
internal sealed record OutcomeData(
    OutcomeRun Run,
    OutcomeUpload Upload,
    OutcomeRule Rule,
    OutcomeTimes Times,
    OutcomeMedia? Media = null,
    OutcomeTask? Task = null,
    OutcomeReason? Reason = null,
    JsonElement? Outputs = null,
    JsonElement? TaskUserData = null);

/// <param name="Seq">The place of the end in the run's log.</param>
/// <param name="Forerunner">The run that this run repeats, because an operator asked for it; null for the run of an upload.</param>
internal sealed record OutcomeRun(string Id, int Seq, string? Forerunner = null);

internal sealed record OutcomeUpload(
    string Region, string Bucket, string Key, string ETag, long Size, string EventName, string EventTime, string? RequestId = null);

internal sealed record OutcomeRule(string Name, string WorkflowId);

internal sealed record OutcomeMedia(string Id);

/// <param name="Status">As IMS spells it; null when it is not known.</param>
internal sealed record OutcomeTask(string Id, string? Status = null, string? CreateTime = null, string? FinishTime = null);

/// <param name="Code">IMS's error code, or a code of this program.</param>
/// <param name="Action">The IMS call that was refused; null when none was refused.</param>
/// <param name="Detail">The reason in a sentence; null when the code is enough.</param>
internal sealed record OutcomeReason(string Code, string? Action = null, string? RequestId = null, string? Detail = null);

internal sealed record OutcomeTimes(DateTimeOffset Claimed, DateTimeOffset Ended, DateTimeOffset? Started = null);
