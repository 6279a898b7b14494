using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Separates the work for one outcome from the work for the others.</summary>
internal static class OutcomeIsolation
{
    /// <summary>Does the work. A failure is only logged: the marker stays, so the next sweep tries the outcome again.</summary>
    public static async Task RunAsync(ILogger logger, Marker marker, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            OutcomeLog.Failed(logger, marker.Run, failure);
        }
    }
}
