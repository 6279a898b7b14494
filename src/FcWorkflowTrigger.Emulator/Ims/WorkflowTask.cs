using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>One accepted StartWorkflow. Its status depends only on the time, so it is correct at any moment.</summary>
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

    /// <summary>The delivery of the callbacks is over, with or without success. Data folders call it <c>Told</c>.</summary>
    [JsonPropertyName("Told")]
    public bool Notified { get; init; }

    /// <summary>IMS GetWorkflowTask documentation, <c>Status</c>.</summary>
    public string StatusAt(DateTimeOffset now) => now < BeginTime ? "Init" : now < FinishTime ? "Processing" : Outcome;
}

/// <summary>One attempt to send a callback.</summary>
/// <param name="Url">Without its query, which holds a capability.</param>
/// <param name="Status">The status of the answer; null if no answer came in time.</param>
/// <param name="Attempt">From 1.</param>
internal sealed record CallbackAttempt(DateTimeOffset At, string Url, int? Status, int Attempt);
