namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>Parameters of GetWorkflowTask (IMS documentation, "GetWorkflowTask").</summary>
internal sealed record GetWorkflowTaskRequest(string TaskId)
{
    public KeyValuePair<string, string?>[] Parameters() => [new(nameof(TaskId), TaskId)];
}

internal sealed record GetWorkflowTaskResponse(WorkflowTask WorkflowTask, string? RequestId = null);

/// <param name="Status"><c>Init</c>, <c>Processing</c>, <c>Succeed</c>, <c>Failed</c> or <c>Canceled</c>; the task has ended in each of the last three.</param>
/// <param name="UserData">The UserData that StartWorkflow sent, unchanged.</param>
/// <param name="TaskInput">The TaskInput that StartWorkflow sent: JSON as text.</param>
/// <param name="ActivityResults">JSON as text, different for each workflow; null in a list of tasks.</param>
internal sealed record WorkflowTask(
    string TaskId,
    string Status,
    string? UserData = null,
    string? CreateTime = null,
    string? FinishTime = null,
    string? ActivityResults = null,
    string? TaskInput = null)
{
    // UserData holds the callback capability, which must never reach a log through ToString.
    public override string ToString() => $"WorkflowTask {{ TaskId = {TaskId}, Status = {Status} }}";
}
