using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Adds the outputs of the workflow. IMS keeps them for a year; the ledger does not keep them.</summary>
internal sealed class OutcomeOutputs(IImsClient ims, ImsRateLimiter limiter, Retry retry)
{
    // Receivers expect small events. A receiver that needs more can ask IMS.
    private const int MaxBytes = 256 * 1024;

    public async Task<Outcome> AddAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Data.Task is not { } task)
        {
            return outcome;
        }

        try
        {
            var reply = await retry.ExecuteRateLimitedAsync(limiter, token => ims.GetWorkflowTaskAsync(new(task.Id), token), cancellationToken);
            return outcome with { Data = outcome.Data with { Outputs = Parse(reply.WorkflowTask.ActivityResults) } };
        }
        catch (ImsException refused) when (!refused.IsCredentialProblem)
        {
            // The end of the run is more important than its outputs, and a receiver can ask IMS for those.
            return outcome;
        }
    }

    /// <returns>Null when the outputs are absent, too large or not JSON.</returns>
    public static JsonElement? Parse(string? activityResults)
    {
        if (string.IsNullOrWhiteSpace(activityResults) || Encoding.UTF8.GetByteCount(activityResults) > MaxBytes)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(activityResults);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
