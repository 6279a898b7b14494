using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Records of a run were deleted while the run went on. The rest does not show whether a task was started.</summary>
internal sealed class LedgerIncompleteException(RunId run, string what) : Exception(
    $"LEDGER-INCOMPLETE: the log of run {run} is not whole: {what}. A lifecycle rule or a person has deleted records. "
    + "Nothing is started for this run. Look in the IMS console whether its workflow has run.")
{
    public RunId Run { get; } = run;
}
