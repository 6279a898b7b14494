namespace FcWorkflowTrigger.Reconcile;

/// <summary>The result of reconciling one unfinished run.</summary>
internal enum ReconcileOutcome
{
    /// <summary>The run could not be checked; its marker stays.</summary>
    Error,

    /// <summary>The run is unchanged: there is nothing to do yet.</summary>
    Open,

    /// <summary>The run was continued from where it was left.</summary>
    Recovered,

    /// <summary>An operator must decide about the run.</summary>
    Parked,

    /// <summary>The run has ended.</summary>
    Finished,
}
