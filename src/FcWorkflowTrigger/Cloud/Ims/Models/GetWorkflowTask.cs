namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>IMS GetWorkflowTask documentation.</summary>
internal sealed record GetWorkflowTaskRequest(string TaskId)
{
    public KeyValuePair<string, string?>[] Parameters() => [new(nameof(TaskId), TaskId)];
}

internal sealed record GetWorkflowTaskResponse(WorkflowTask WorkflowTask, string? RequestId = null);

/// <param name="Status"><c>Init</c>, <c>Processing</c>, <c>Succeed</c>, <c>Failed</c> or <c>Canceled</c>; the last three are the end.</param>
/// <param name="UserData">As given to StartWorkflow, verbatim.</param>
/// <param name="TaskInput">As given to StartWorkflow: JSON as text.</param>
/// <param name="ActivityResults">JSON as text, different for each workflow; absent from listings.</param>
internal sealed record WorkflowTask(
    string TaskId,
    string Status,
    string? UserData = null,
    string? CreateTime = null,
    string? FinishTime = null,
    string? ActivityResults = null,
    string? TaskInput = null)
{
    // UserData holds the callback's capability, which must never reach a log by way of a record's own text.
    public override string ToString() => $"WorkflowTask {{ TaskId = {TaskId}, Status = {Status} }}";
}
