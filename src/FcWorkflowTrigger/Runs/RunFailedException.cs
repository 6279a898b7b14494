using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Work on a run failed. A failure of OSS or IMS does not name the run, so this exception does.</summary>
internal sealed class RunFailedException(RunId run, Exception failure) : Exception($"Run {run} could not be continued. {failure.Message}", failure), ILogFacts
{
    public RunId Run { get; } = run;

    public void WriteFacts(LogFacts facts, DateTimeOffset now) => facts.Add(LogFactNames.Run, Run.Value);

    /// <summary>Does the work, and adds the id of the run to a failure that does not name it.</summary>
    /// <param name="getRun">Called only when the work fails.</param>
    /// <exception cref="RunFailedException">The work failed.</exception>
    public static async Task<T> ExecuteAsync<T>(Func<RunId> getRun, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (!failure.Message.Contains(getRun().Value, StringComparison.Ordinal))
        {
            throw new RunFailedException(getRun(), failure);
        }
    }

    /// <inheritdoc cref="ExecuteAsync{T}"/>
    public static Task ExecuteAsync(Func<RunId> getRun, Func<Task> work) => ExecuteAsync(
        getRun,
        async () =>
        {
            await work();
            return true;
        });
}
