namespace FcWorkflowTrigger.Logging;

/// <summary>The names of the facts of a log line, for queries and alarms. The operations page says what each means.</summary>
internal static class LogFactNames
{
    public const string Event = "event";
    public const string Level = "level";
    public const string Role = "role";
    public const string Version = "version";
    public const string ColdStart = "coldStart";
    public const string DurationMs = "durationMs";
    public const string Run = "run";
    public const string Rule = "rule";
    public const string WorkflowId = "workflowId";
    public const string Bucket = "bucket";
    public const string Key = "key";
    public const string SinceUploadMs = "sinceUploadMs";
    public const string MediaId = "mediaId";
    public const string TaskId = "taskId";
    public const string ImsRequestId = "imsRequestId";
    public const string OssRequestId = "ossRequestId";
    public const string State = "state";
    public const string Reason = "reason";
    public const string Result = "result";
    public const string Action = "action";
    public const string LearntBy = "learntBy";
    public const string Type = "type";
    public const string Sink = "sink";
    public const string Attempt = "attempt";
    public const string Line = "line";
    public const string Seen = "seen";
    public const string Finished = "finished";
    public const string Recovered = "recovered";
    public const string Parked = "parked";
    public const string Open = "open";
    public const string Overdue = "overdue";
    public const string Errors = "errors";
    public const string Waiting = "waiting";
    public const string Undelivered = "undelivered";
    public const string Budget = "budget";
    public const string Scope = "scope";
    public const string Used = "used";
    public const string Limit = "limit";
    public const string Listed = "listed";
    public const string Asked = "asked";
    public const string Taken = "taken";
    public const string Failed = "failed";

    /// <summary>Within an object of its own, <c>error</c>.</summary>
    public const string ErrorCode = "error.code";
}
