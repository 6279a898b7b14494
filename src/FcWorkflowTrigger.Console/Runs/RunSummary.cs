namespace FcWorkflowTrigger.ConsolePage.Runs;

/// <summary>One row of the table of runs.</summary>
/// <param name="State">One of <c>open</c>, <c>waiting</c>, <c>overdue</c>, <c>parked</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c>, <c>rejected</c>.</param>
/// <param name="At">When the run ended or was parked; for an open run, when it was last put off or begun.</param>
/// <param name="Key">Null, as all that follows, when the records of the run have expired.</param>
/// <param name="UploadedAt">By the event.</param>
/// <param name="Attempts">How many starts were sent.</param>
/// <param name="Reason">Why the run ended as it did or is parked; null for a success.</param>
internal sealed record RunSummary(
    string Run,
    string State,
    DateTimeOffset At,
    string? Bucket = null,
    string? Key = null,
    string? Rule = null,
    string? WorkflowId = null,
    long? Size = null,
    DateTimeOffset? UploadedAt = null,
    DateTimeOffset? ClaimedAt = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    string? TaskId = null,
    int Attempts = 0,
    string? Reason = null);

/// <summary>Which runs a person wants to see.</summary>
/// <param name="States">Empty for all.</param>
/// <param name="Text">A part of the key, the run or the task.</param>
/// <param name="Page">From 0.</param>
/// <param name="Rows">How many rows of the page, 1 to <see cref="PageSize"/>.</param>
/// <param name="Depth">How many runs a search by records may look at, the newest first.</param>
internal sealed record RunQuery(
    IReadOnlyList<string> States, string? Rule, string? Text, DateTimeOffset Since, DateTimeOffset? Until, int Page, int Rows = RunQuery.PageSize, int Depth = RunQuery.DepthStep)
{
    public const int PageSize = 50;

    /// <summary>So many runs more are looked at each time a person lets a search go further: one question never reads a whole ledger.</summary>
    public const int DepthStep = 2000;

    // What a window shows without scrolling.
    private const int FirstRows = 20;

    private static readonly TimeSpan FirstSince = TimeSpan.FromHours(1);

    /// <summary>What is asked before everything else: the newest rows of the last hour. They are there in a moment, however many runs the time asked for has.</summary>
    public RunQuery First(DateTimeOffset now) => this with { Since = now - FirstSince > Since ? now - FirstSince : Since, Rows = FirstRows };

    /// <summary>The listings of the ledger alone cannot answer.</summary>
    public bool NeedsRecords => !string.IsNullOrEmpty(Rule) || !string.IsNullOrEmpty(Text) || (States.Count > 0 && States.Contains("waiting") != States.Contains("open"));

    public bool Takes(RunSummary run) =>
        (States.Count == 0 || States.Contains(run.State))
        && (string.IsNullOrEmpty(Rule) || run.Rule == Rule)
        && (string.IsNullOrEmpty(Text)
            || run.Run.Contains(Text, StringComparison.OrdinalIgnoreCase)
            || run.Key?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true
            || run.TaskId?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true);
}

/// <param name="Total">How many runs fit; null when that was not counted, because records would have to be read.</param>
/// <param name="HasMore">There is a next page.</param>
/// <param name="Looked">How many runs were looked at, the newest first.</param>
/// <param name="Candidates">How many runs the filters by time and state leave. More than <paramref name="Looked"/> without a next page: the search ended at its depth.</param>
/// <param name="Known">How many runs there are in the time asked for.</param>
/// <param name="States">How many of them by state.</param>
/// <param name="IsFirst">Only <see cref="RunQuery.First"/> was asked for, so the numbers are not those of the whole time.</param>
internal sealed record RunsPage(
    IReadOnlyList<RunSummary> Rows, int? Total, bool HasMore, int Looked, int Candidates, int Known, IReadOnlyDictionary<string, int> States, bool IsFirst = false);
