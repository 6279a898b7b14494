using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>IMS refuses the start for now. The invocation fails, so Function Compute delivers the event again; a sweep would find the run too.</summary>
internal sealed class StartDeferredException(RunId run, string code, Exception? refusal = null)
    : Exception($"START-DEFERRED: IMS refused to start run {run} for now ({code}). Nothing was started; the run is tried again automatically.", refusal), ILogFacts
{
    public void WriteFacts(LogFacts facts, DateTimeOffset now) => facts.Add(LogFactNames.Run, run.Value);
}
