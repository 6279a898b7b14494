using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>How one run ended, for the systems around: the same for every try and every sink. Shape: events/outcome.schema.json.</summary>
/// <param name="Type"><c>workflow_run.succeeded</c>, <c>failed</c>, <c>canceled</c>, <c>rejected</c> or <c>parked</c>.</param>
/// <param name="Timestamp">When the end was recorded.</param>
internal sealed record Outcome(string Type, DateTimeOffset Timestamp, OutcomeData Data)
{
    /// <summary>The event's identity, by which a receiver knows a repetition. A run that was parked and resumed ends more than once.</summary>
    [JsonIgnore]
    public string Id => $"{Data.Run.Id}-{Data.Run.Seq}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OutcomesJson.Compact.Outcome);
}

/// <param name="Media">Null where no start was ever tried.</param>
/// <param name="Task">Null where IMS runs none.</param>
/// <param name="Outputs">IMS's ActivityResults, by activity; null where there are none, or too many.</param>
/// <param name="Reason">Null for what IMS's own task status says.</param>
internal sealed record OutcomeData(
    OutcomeRun Run,
    OutcomeUpload Upload,
    OutcomeRule Rule,
    OutcomeTimes Times,
    OutcomeMedia? Media = null,
    OutcomeTask? Task = null,
    OutcomeReason? Reason = null,
    JsonElement? Outputs = null);

/// <param name="Seq">The place of the end in the run's log.</param>
internal sealed record OutcomeRun(string Id, int Seq);

internal sealed record OutcomeUpload(
    string Region, string Bucket, string Key, string ETag, long Size, string EventName, string EventTime, string? RequestId = null);

internal sealed record OutcomeRule(string Name, string WorkflowId);

internal sealed record OutcomeMedia(string Id);

/// <param name="Status">As IMS spells it; null where it was not learnt.</param>
internal sealed record OutcomeTask(string Id, string? Status = null, string? CreateTime = null, string? FinishTime = null);

/// <param name="Code">IMS's error code, or this program's word for it.</param>
/// <param name="Action">Which call of IMS was refused; null where none was.</param>
/// <param name="Detail">The reason in a sentence, where there is more to say than its code.</param>
internal sealed record OutcomeReason(string Code, string? Action = null, string? RequestId = null, string? Detail = null);

internal sealed record OutcomeTimes(DateTimeOffset Claimed, DateTimeOffset Ended, DateTimeOffset? Started = null);
