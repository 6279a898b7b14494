using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>IMS ListWorkflowTasks documentation.</summary>
/// <param name="KeyText">At most 32 characters, looked for anywhere in TaskInput; null for all.</param>
/// <param name="WorkflowId">Tasks of this workflow only; null for all.</param>
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

/// <param name="TaskList">Null where the reply has none: that is no empty list.</param>
internal sealed record ListWorkflowTasksResponse(IReadOnlyList<WorkflowTask>? TaskList = null, string? NextToken = null, string? RequestId = null);
