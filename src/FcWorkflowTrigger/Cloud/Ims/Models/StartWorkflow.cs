namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>Parameters of StartWorkflow (IMS documentation, "StartWorkflow").</summary>
/// <param name="TaskInput">JSON: <c>{"Type":"Media","Media":"&lt;MediaId&gt;"}</c> or <c>{"Type":"OSS","Media":"&lt;url&gt;"}</c>.</param>
/// <param name="UserData">JSON of at most 512 bytes. IMS calls the <c>NotifyAddress</c> in it when the task ends.</param>
/// <param name="SkipInputVerification">True lets IMS take an OSS input outside the path that the workflow is bound to.</param>
internal sealed record StartWorkflowRequest(string WorkflowId, string TaskInput, string UserData, bool SkipInputVerification = false)
{
    public KeyValuePair<string, string?>[] Parameters() =>
        [new(nameof(WorkflowId), WorkflowId), new(nameof(TaskInput), TaskInput), new(nameof(UserData), UserData), new(nameof(SkipInputVerification), SkipInputVerification ? "true" : null)];

    // UserData holds the callback capability, which must never reach a log through ToString.
    public override string ToString() => $"StartWorkflowRequest {{ WorkflowId = {WorkflowId}, TaskInput = {TaskInput} }}";
}

internal sealed record StartWorkflowResponse(string TaskId, string? RequestId = null);
