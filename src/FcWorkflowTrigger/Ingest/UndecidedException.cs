using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>A regex of a rule ran out of time. The invocation fails, so Function Compute delivers the event again.</summary>
internal sealed class UndecidedException(Upload upload)
    : Exception($"RULES-UNDECIDED: a regex in rules.json took over a second on {upload}. Nothing was started; simplify the pattern, or give the function more CPU.");
