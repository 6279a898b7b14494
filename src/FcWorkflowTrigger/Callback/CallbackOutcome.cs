namespace FcWorkflowTrigger.Callback;

/// <summary>What a callback turned out to be. The first is the harshest, so that a forgotten one is refused.</summary>
internal enum CallbackOutcome
{
    /// <summary>The URL was not made by us.</summary>
    Forged,

    /// <summary>The URL is ours, but its run is not in the ledger.</summary>
    UnknownRun,

    /// <summary>The body is no JSON object, or the run has no task yet and the body names none.</summary>
    Unreadable,

    /// <summary>IMS does not know the task, or says it belongs to another run.</summary>
    ForeignTask,

    /// <summary>The task has not ended yet, whatever the body says.</summary>
    NotEnded,

    /// <summary>The run's end is in the ledger; by this callback or by an earlier one.</summary>
    Recorded,
}
