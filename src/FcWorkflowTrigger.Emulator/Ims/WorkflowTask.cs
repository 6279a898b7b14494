namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>One accepted StartWorkflow. Its status is a matter of time alone, so that it is right at any moment asked.</summary>
internal sealed record WorkflowTask(
    string TaskId,
    string WorkflowId,
    string Bucket,
    string Key,
    string? MediaId,
    string TaskInput,
    string UserData,
    string Outcome,
    DateTimeOffset CreateTime,
    DateTimeOffset BeginTime,
    DateTimeOffset FinishTime)
{
    public IReadOnlyList<CallbackAttempt> Callbacks { get; init; } = [];

    /// <summary>Whoever was to hear of the end has been told, or will never be.</summary>
    public bool Told { get; init; }

    /// <summary>IMS GetWorkflowTask documentation, <c>Status</c>.</summary>
    public string StatusAt(DateTimeOffset now) => now < BeginTime ? "Init" : now < FinishTime ? "Processing" : Outcome;
}

/// <summary>One try at telling somebody.</summary>
/// <param name="Url">Without its query, which holds a capability.</param>
/// <param name="Status">Null when no answer came in time.</param>
/// <param name="Attempt">From 1.</param>
internal sealed record CallbackAttempt(DateTimeOffset At, string Url, int? Status, int Attempt);
