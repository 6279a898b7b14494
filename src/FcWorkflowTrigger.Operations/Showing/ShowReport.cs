namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>The output of <c>runs show</c>.</summary>
/// <param name="State">As of <c>runs list</c>: <c>open</c>, <c>waiting</c>, <c>parked</c> or how the run ended.</param>
/// <param name="Verdict">What is the matter with the run, in a sentence.</param>
/// <param name="Object"><c>oss://bucket/key</c>.</param>
/// <param name="Task">Null while IMS is not known to run a task.</param>
/// <param name="Next">What will happen without a person.</param>
/// <param name="Commands">What a person may do, the best first.</param>
/// <param name="Others">Other runs of the same object, when the run was named by its object.</param>
/// <param name="TaskUserData">The rule's own fields of the task's UserData; null for a rule without.</param>
/// <param name="ExpectedBy">Until when the task is expected to end; null for a run that does not run.</param>
/// <param name="Mark">The tags that the object gets at the end of the run; null for a rule without. What is not known before has its placeholder.</param>
/// <param name="Marked">What became of the mark, in a sentence; null for a rule without.</param>
/// <param name="QuietUntil">Until when the key of the run must be quiet before it starts; null when the run does not wait for that.</param>
/// <param name="Via"><c>catch-up</c> or <c>backfill</c> for a run that no event brought; otherwise null.</param>
internal sealed record ShowReport(
    string Run,
    string State,
    string Verdict,
    string Object,
    string ETag,
    long Size,
    string Rule,
    string WorkflowId,
    DateTimeOffset ClaimedAt,
    DateTimeOffset? EndedAt,
    string? MediaId,
    IReadOnlyList<TimelineEntry> Timeline,
    TaskView? Task,
    IReadOnlyList<DeliveryView> Deliveries,
    NextStep Next,
    IReadOnlyList<SuggestedCommand> Commands,
    IReadOnlyList<string> Others,
    IReadOnlyDictionary<string, string>? TaskUserData = null,
    DateTimeOffset? ExpectedBy = null,
    IReadOnlyDictionary<string, string>? Mark = null,
    string? Marked = null,
    DateTimeOffset? QuietUntil = null,
    string? Via = null);

/// <summary>One record of the run.</summary>
/// <param name="Kind">As in docs/operations.md: <c>claim</c>, <c>intent</c>, ….</param>
/// <param name="SecondsSincePrevious">Null for the first record.</param>
/// <param name="What">The record in a sentence.</param>
/// <param name="Attempt">The number of the start, from 1; null for records that are about no start.</param>
/// <param name="Code">IMS's code, or a word of docs/operations.md.</param>
/// <param name="RequestId">IMS's, for its support.</param>
/// <param name="By">Request and instance of Function Compute that wrote the record.</param>
internal sealed record TimelineEntry(
    int Seq, string Kind, DateTimeOffset At, double? SecondsSincePrevious, string What, int? Attempt, string? Code, string? RequestId, string By);

/// <summary>The task as IMS reports it now.</summary>
/// <param name="Status">Null when IMS was not asked or did not answer; <paramref name="Problem"/> then says why.</param>
internal sealed record TaskView(string Id, string? Status, string? CreateTime, string? FinishTime, IReadOnlyList<ActivityView> Activities, string? Problem);

internal sealed record ActivityView(string Id, string? Status, string? StartTime, string? EndTime);

/// <summary>One end of the run on its way to one receiver.</summary>
/// <param name="End">The place of the end in the run's log.</param>
/// <param name="Sink">The receiver, as it is named in the ledger.</param>
/// <param name="Last"><c>delivered</c>, <c>gone</c>, or why the last try failed.</param>
/// <param name="NextAt">Null when there is no next try.</param>
/// <param name="Resend">The command that had it sent again; null for the first delivery of the end.</param>
internal sealed record DeliveryView(int End, string Sink, int Attempts, string Last, DateTimeOffset? NextAt, string? Resend = null);

/// <param name="By">The latest time by which it happens; null when nothing will, or when the time is not known.</param>
internal sealed record NextStep(string What, DateTimeOffset? By = null);

internal sealed record SuggestedCommand(string Command, string Why);
