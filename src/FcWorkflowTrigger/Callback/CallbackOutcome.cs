namespace FcWorkflowTrigger.Callback;

/// <summary>The result of handling a callback. The default value is the strictest, so that a value that was never set is refused.</summary>
internal enum CallbackOutcome
{
    /// <summary>This deployment did not issue the URL, or IMS did not make the signature.</summary>
    Forged,

    /// <summary>IMS's signature is too old or too far ahead.</summary>
    Stale,

    /// <summary>The settings require IMS's signature, and the request has none.</summary>
    Unsigned,

    /// <summary>The path is not served, or no key to check its signature is configured.</summary>
    NotServed,

    /// <summary>This deployment issued the URL, but its run is not in the ledger.</summary>
    UnknownRun,

    /// <summary>The body is not a JSON object, or the run has no task yet and the body names none.</summary>
    Unreadable,

    /// <summary>IMS does not know the task, or the task belongs to another run or to no run of this deployment.</summary>
    ForeignTask,

    /// <summary>The event is not the end of a task.</summary>
    OtherEvent,

    /// <summary>IMS reports that the task has not ended, even if the body claims it.</summary>
    NotEnded,

    /// <summary>IMS did not answer within the time limit; the run is marked for the next sweep.</summary>
    LeftToSweep,

    /// <summary>The run's end is in the ledger. This callback or an earlier one recorded it.</summary>
    Recorded,
}
