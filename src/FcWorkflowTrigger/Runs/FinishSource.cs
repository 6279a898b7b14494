using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs;

/// <summary>How the end of a task was learnt.</summary>
/// <param name="Word">As the ledger writes it: <c>callback</c> or <c>poll</c>.</param>
/// <param name="Generation">The start that the task belongs to, for a run whose start was not recorded.</param>
internal readonly record struct FinishSource(string Word, int Generation)
{
    public string StartedWord => Word == "callback" ? StartedRecord.ByCallback : StartedRecord.ByLookup;

    public static FinishSource Callback(int generation) => new("callback", generation);

    public static FinishSource Poll(StartedRecord start) => new("poll", start.Gen);
}
