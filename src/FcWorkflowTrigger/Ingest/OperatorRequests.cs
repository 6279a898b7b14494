namespace FcWorkflowTrigger.Ingest;

/// <summary>An operator asks for the runs of an object that was there before: <c>{"backfill":{"bucket":"…","key":"…","eTag":"…"}}</c>.</summary>
/// <param name="Key">Not URL-encoded.</param>
/// <param name="ETag">The bytes that the operator has seen; other bytes start nothing. Null takes what lies there.</param>
/// <param name="Rule">Only this rule; null for each rule that takes the object.</param>
internal sealed record BackfillRequest(string Bucket, string Key, string? ETag = null, string? Rule = null);

/// <summary>An operator starts the workflow of a rule for a media asset: <c>{"start":{"media":"…","rule":"…","requestId":"…"}}</c>.</summary>
/// <param name="Media">The MediaId: 32 hex digits.</param>
/// <param name="RequestId">1 to 64 of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; the same id, asset and rule name the same run.</param>
internal sealed record MediaStartRequest(string Media, string Rule, string RequestId);

/// <summary>What came of a backfill of one object, rule by rule.</summary>
internal sealed record BackfillReply(IReadOnlyList<BackfillResult> Results);

/// <param name="Result"><c>opened</c>: this request, or an equal one before, has opened a run. <c>exists</c>: the bytes had a run. <c>refused</c>: nothing was opened.</param>
/// <param name="Rule">Null where no rule came into question.</param>
/// <param name="Run">Null where nothing was opened and nothing exists.</param>
/// <param name="State">The state of the run that was opened, in one word.</param>
/// <param name="Reason">Why it was refused.</param>
internal sealed record BackfillResult(string Result, string? Rule = null, string? Run = null, string? State = null, string? Reason = null)
{
    public const string Opened = "opened";
    public const string Exists = "exists";
    public const string Refused = "refused";
}

/// <summary>What came of a start for a media asset.</summary>
/// <param name="State">The state of the run, in one word.</param>
internal sealed record MediaStartReply(string Run, string Media, string Rule, string RequestId, string State);

/// <summary>What an operator asked of ingest was not done. The message begins with a code, and says why and what to do.</summary>
internal sealed class OperatorRequestException(string message) : Exception(message);
