using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Ends the process when OSS or IMS refuses its access keys: they come from the environment, so only a new process has new keys.</summary>
/// <remarks>Function Compute documentation, "Context of custom runtimes": the keys last 36 hours; kept instances can live longer.</remarks>
internal sealed partial class StaleCredentials(Shutdown shutdown, ILogger<StaleCredentials> logger)
{
    /// <summary>Ends the process after this answer was sent, so that Function Compute starts a new one. Does nothing for other failures.</summary>
    public void LeaveAfterAnswer(HttpContext http, Exception failure)
    {
        if (!CredentialProblem.Is(failure))
        {
            return;
        }

        Leaving(logger);
        http.Response.OnCompleted(() =>
        {
            shutdown.Ask();
            return Task.CompletedTask;
        });
    }

    [LoggerMessage(EventId = 60, EventName = LogEvents.InstanceLeaves, Level = LogLevel.Warning, Message = "The services refuse this process's keys; it ends, and Function Compute starts one with fresh keys.")]
    private static partial void Leaving(ILogger logger);
}
