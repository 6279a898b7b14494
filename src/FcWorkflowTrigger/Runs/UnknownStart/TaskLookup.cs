using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Searches IMS's list of tasks for a start: when the reply is lost, only the list shows whether the start took effect. A list that cannot be read never counts as empty.</summary>
internal sealed class TaskLookup(IImsClient ims, ImsRateLimiter limiter, Retry retry, StartOptions options)
{
    // For differences, other than the clocks, between the date of the request and the time in the list.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public async Task<TaskSearch> FindAsync(WorkflowRun.Intended run, CancellationToken cancellationToken)
    {
        try
        {
            return await SearchAsync(run, cancellationToken);
        }
        catch (JsonException unreadable)
        {
            return new TaskSearch.Incomplete($"the reply cannot be read at {unreadable.Path ?? "its start"}");
        }
    }

    private async Task<TaskSearch> SearchAsync(WorkflowRun.Intended run, CancellationToken cancellationToken)
    {
        // The search begins before the start, because the request was dated by another clock than IMS's.
        var request = new ListWorkflowTasksRequest(
            run.Intent.KeyText, run.Intent.KeyText is null ? run.Claim.WorkflowId : null, run.Intent.AcsDate - options.ClockSkew - Margin);
        var pages = new HashSet<string>(StringComparer.Ordinal);
        WorkflowTask? ambiguous = null;

        while (true)
        {
            var page = await retry.ExecuteRateLimitedAsync(limiter, token => ims.ListWorkflowTasksAsync(request, token), cancellationToken);

            // JSON may hold null where a list of tasks is declared to hold none.
            if (page.TaskList is not { } tasks || tasks.Any(static task => task is null))
            {
                return new TaskSearch.Incomplete("the reply has no list of tasks, or no task in a place of it");
            }

            foreach (var task in tasks)
            {
                var owner = UserData.ParseRunId(task.UserData);

                if (owner == run.Id)
                {
                    return new TaskSearch.Found(task);
                }

                ambiguous ??= owner is null && MayBeOf(run, task) ? task : null;
            }

            if (string.IsNullOrEmpty(page.NextToken))
            {
                return ambiguous is null ? TaskSearch.Absent.Instance : new TaskSearch.Ambiguous(ambiguous.TaskId);
            }

            if (!pages.Add(page.NextToken))
            {
                return new TaskSearch.Incomplete("a page of the list leads back to an earlier one");
            }

            request = request with { NextToken = page.NextToken };
        }
    }

    // A task whose input cannot be read may work on any object.
    private static bool MayBeOf(WorkflowRun.Intended run, WorkflowTask task) =>
        TaskInput.MediaOf(task.TaskInput) is not { } media
        || media == run.Intent.MediaId
        || IsKeyOf(media, run.Claim.Src.Key)
        || IsKeyOf(Uri.UnescapeDataString(media), run.Claim.Src.Key);

    private static bool IsKeyOf(string url, string key) => url.EndsWith($"/{key}", StringComparison.Ordinal);
}
