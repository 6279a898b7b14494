using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Adds what the workflow made. The ledger does not keep it; IMS does, for a year.</summary>
internal sealed class OutcomeOutputs(IImsClient ims, ImsRateLimiter pace, Retry retry)
{
    // Receivers expect small events; whoever needs more asks IMS.
    private const int MaxBytes = 256 * 1024;

    public async Task<Outcome> AddAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Data.Task is not { } task)
        {
            return outcome;
        }

        try
        {
            var reply = await retry.ExecutePacedAsync(pace, token => ims.GetWorkflowTaskAsync(new(task.Id), token), cancellationToken);
            return outcome with { Data = outcome.Data with { Outputs = Parse(reply.WorkflowTask.ActivityResults) } };
        }
        catch (ImsException refused) when (!refused.IsCredentialProblem)
        {
            // How the run ended matters more than what it made, and IMS has that for whoever asks.
            return outcome;
        }
    }

    /// <returns>Null for what is absent, too large or no JSON.</returns>
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
