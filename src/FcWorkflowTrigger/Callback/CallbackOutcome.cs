namespace FcWorkflowTrigger.Callback;

/// <summary>What a callback turned out to be. The first is the harshest, so that a forgotten one is refused.</summary>
internal enum CallbackOutcome
{
    /// <summary>The URL was not made by us, or the signature not by IMS.</summary>
    Forged,

    /// <summary>IMS's signature is too old or too far ahead.</summary>
    Stale,

    /// <summary>IMS's signature is demanded and absent.</summary>
    Unsigned,

    /// <summary>Nothing is served at this path, or nothing can be checked there.</summary>
    NotServed,

    /// <summary>The URL is ours, but its run is not in the ledger.</summary>
    UnknownRun,

    /// <summary>The body is no JSON object, or the run has no task yet and the body names none.</summary>
    Unreadable,

    /// <summary>IMS does not know the task, or says it belongs to another run or to none of ours.</summary>
    ForeignTask,

    /// <summary>An event of another kind than a task's end.</summary>
    OtherEvent,

    /// <summary>The task has not ended yet, whatever the body says.</summary>
    NotEnded,

    /// <summary>IMS could not be asked within its own patience; the run is marked for the next sweep.</summary>
    LeftToSweep,

    /// <summary>The run's end is in the ledger; by this callback or by an earlier one.</summary>
    Recorded,
}
