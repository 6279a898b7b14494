namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>IMS StartWorkflow documentation.</summary>
/// <param name="TaskInput">JSON: <c>{"Type":"Media","Media":"&lt;MediaId&gt;"}</c> or <c>{"Type":"OSS","Media":"&lt;url&gt;"}</c>.</param>
/// <param name="UserData">JSON of at most 512 bytes; <c>NotifyAddress</c> in it is called on completion.</param>
/// <param name="SkipInputVerification">True takes an OSS input outside the path the workflow is bound to.</param>
internal sealed record StartWorkflowRequest(string WorkflowId, string TaskInput, string UserData, bool SkipInputVerification = false)
{
    public KeyValuePair<string, string?>[] Parameters() =>
        [new(nameof(WorkflowId), WorkflowId), new(nameof(TaskInput), TaskInput), new(nameof(UserData), UserData), new(nameof(SkipInputVerification), SkipInputVerification ? "true" : null)];

    // UserData holds the callback's capability, which must never reach a log by way of a record's own text.
    public override string ToString() => $"StartWorkflowRequest {{ WorkflowId = {WorkflowId}, TaskInput = {TaskInput} }}";
}

internal sealed record StartWorkflowResponse(string TaskId, string? RequestId = null);
