using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Asks IMS's own list whether a start took effect: the only witness once a reply is lost. What it cannot read is never an absence.</summary>
internal sealed class TaskLookup(IImsClient ims, ImsRateLimiter pace, Retry retry, StartOptions options)
{
    // For what else may lie between the date of the request and the time in the list, beside the clocks.
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
        // The list is asked from before the start, since IMS's clock is not the one that dated the request.
        var request = new ListWorkflowTasksRequest(
            run.Intent.KeyText, run.Intent.KeyText is null ? run.Claim.WorkflowId : null, run.Intent.AcsDate - options.ClockSkew - Margin);
        var pages = new HashSet<string>(StringComparer.Ordinal);
        WorkflowTask? doubtful = null;

        while (true)
        {
            var page = await retry.ExecutePacedAsync(pace, token => ims.ListWorkflowTasksAsync(request, token), cancellationToken);

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

                doubtful ??= owner is null && MayBeOf(run, task) ? task : null;
            }

            if (string.IsNullOrEmpty(page.NextToken))
            {
                return doubtful is null ? TaskSearch.Absent.Instance : new TaskSearch.Doubtful(doubtful.TaskId);
            }

            if (!pages.Add(page.NextToken))
            {
                return new TaskSearch.Incomplete("a page of the list leads back to an earlier one");
            }

            request = request with { NextToken = page.NextToken };
        }
    }

    // A task whose input cannot be read may work on anything.
    private static bool MayBeOf(WorkflowRun.Intended run, WorkflowTask task) =>
        TaskInput.MediaOf(task.TaskInput) is not { } media
        || media == run.Intent.MediaId
        || IsKeyOf(media, run.Claim.Src.Key)
        || IsKeyOf(Uri.UnescapeDataString(media), run.Claim.Src.Key);

    private static bool IsKeyOf(string url, string key) => url.EndsWith($"/{key}", StringComparison.Ordinal);
}
