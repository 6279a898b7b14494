namespace FcWorkflowTrigger.Reconcile;

/// <summary>What a visit to an unfinished run came to.</summary>
internal enum ReconcileOutcome
{
    /// <summary>It could not be looked at; its marker stays.</summary>
    Error,

    /// <summary>Nothing to do yet.</summary>
    Open,

    /// <summary>It was taken on from where it had been left.</summary>
    Recovered,

    /// <summary>A person must decide.</summary>
    Parked,

    /// <summary>It has ended.</summary>
    Finished,
}
