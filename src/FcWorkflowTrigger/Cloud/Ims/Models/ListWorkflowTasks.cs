using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>Parameters of ListWorkflowTasks (IMS documentation, "ListWorkflowTasks").</summary>
/// <param name="KeyText">At most 32 characters, which IMS looks for anywhere in TaskInput; null for all tasks.</param>
/// <param name="WorkflowId">Lists only tasks of this workflow; null for all workflows.</param>
internal sealed record ListWorkflowTasksRequest(
    string? KeyText, string? WorkflowId, DateTimeOffset StartOfCreateTime, string? NextToken = null)
{
    private const string MaxResults = "100";

    public KeyValuePair<string, string?>[] Parameters() =>
    [
        new(nameof(KeyText), KeyText),
        new(nameof(WorkflowId), WorkflowId),
        new(nameof(StartOfCreateTime), StartOfCreateTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        new(nameof(NextToken), NextToken),
        new(nameof(MaxResults), MaxResults),
    ];
}

/// <param name="TaskList">Null when the reply has no list, which is not the same as an empty list.</param>
internal sealed record ListWorkflowTasksResponse(IReadOnlyList<WorkflowTask>? TaskList = null, string? NextToken = null, string? RequestId = null);
