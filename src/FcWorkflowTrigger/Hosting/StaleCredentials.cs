using FcWorkflowTrigger.Cloud;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Keys of the environment are as old as the process. When the services refuse them, only a fresh process has fresh ones.</summary>
/// <remarks>Function Compute documentation, "Context of custom runtimes": the keys last 36 hours; kept instances can live longer.</remarks>
internal sealed partial class StaleCredentials(Shutdown shutdown, ILogger<StaleCredentials> logger)
{
    /// <summary>Ends the process once this answer is out, so that Function Compute starts another.</summary>
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

    [LoggerMessage(EventId = 60, Level = LogLevel.Warning, Message = "The services refuse this process's keys; it ends, and Function Compute starts one with fresh keys.")]
    private static partial void Leaving(ILogger logger);
}
