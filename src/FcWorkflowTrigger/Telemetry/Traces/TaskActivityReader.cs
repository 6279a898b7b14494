using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>Asks IMS for the activities of a task. A trace without them is better than none, so a missing answer is no failure.</summary>
/// <param name="ims">Null in a region where IMS is not known to serve.</param>
internal sealed class TaskActivityReader(IImsClient? ims, ImsRateLimiter limiter, Retry retry)
{
    public async Task<IReadOnlyList<TaskActivity>> ReadAsync(string taskId, CancellationToken cancellationToken)
    {
        if (ims is null)
        {
            return [];
        }

        try
        {
            var reply = await retry.ExecuteRateLimitedAsync(limiter, token => ims.GetWorkflowTaskAsync(new(taskId), token), cancellationToken);
            return TaskActivity.Parse(reply.WorkflowTask.ActivityResults);
        }
        catch (Exception problem) when (problem is ImsException or HttpRequestException or TimeoutException or JsonException)
        {
            return [];
        }
    }
}
