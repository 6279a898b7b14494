namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A protection switched off. With any of them off the simulation must find a violation, or it could not find one at all.</summary>
internal enum Mutation
{
    /// <summary>All protections are on.</summary>
    None,

    /// <summary>A start is signed when it leaves, so a late one is as good as a fresh one.</summary>
    NoPinnedDate,

    /// <summary>A start the list does not show at once counts as never made.</summary>
    LookWithoutWaiting,

    /// <summary>A claim whose lease is over is simply run again, as idempotency helpers with an expiry do.</summary>
    LeaseAndRerun,

    /// <summary>Records are put without the condition that nothing is there.</summary>
    PlainPut,

    /// <summary>The marker is put after the claim, and only by the delivery that won it.</summary>
    NoMarkerBeforeClaim,

    /// <summary>A sidecar that was not there at a first look is not looked for again.</summary>
    RemembersNoSidecar,

    /// <summary>Whoever asks for a place under a budget counts first, and puts his permit then.</summary>
    CountBeforePut,

    /// <summary>A start that vanished is made again as often as it takes.</summary>
    UnboundedStarts,

    /// <summary>What is left of a log whose first records have expired is no log: the run is opened anew.</summary>
    IncompleteIsEmpty,
}
