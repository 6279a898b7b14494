using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Asks IMS's own list whether a start took effect: the only witness once a reply is lost.</summary>
internal sealed class TaskLookup(IImsClient ims, ImsRateLimiter pace, Retry retry)
{
    // The list is asked from a little before the start, since its clock is not ours.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <returns>The first task listed whose UserData names the run; null when the list shows none.</returns>
    public async Task<WorkflowTask?> FindAsync(WorkflowRun.Intended run, CancellationToken cancellationToken)
    {
        var request = new ListWorkflowTasksRequest(
            run.Intent.KeyText, run.Intent.KeyText is null ? run.Claim.WorkflowId : null, run.Intent.AcsDate - Slack);

        while (true)
        {
            var page = await retry.ExecutePacedAsync(pace, token => ims.ListWorkflowTasksAsync(request, token), cancellationToken);

            if (page.TaskList?.FirstOrDefault(task => UserData.ParseRunId(task.UserData) == run.Id) is { } found)
            {
                return found;
            }

            if (string.IsNullOrEmpty(page.NextToken))
            {
                return null;
            }

            request = request with { NextToken = page.NextToken };
        }
    }
}
