namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>Switches off one protection. The simulation must then find a violation; otherwise it proves nothing.</summary>
internal enum Mutation
{
    /// <summary>All protections are on.</summary>
    None,

    /// <summary>A start is signed with the time of its arrival, so IMS also accepts a late start.</summary>
    NoPinnedDate,

    /// <summary>A start that the list does not show at once counts as not accepted.</summary>
    LookWithoutWaiting,

    /// <summary>Whether an empty list is certain is judged after the look. A start can arrive between the look and the judgement.</summary>
    JudgedAfterTheLook,

    /// <summary>A run whose lease has expired is started again without a lookup, as idempotency libraries with an expiry do.</summary>
    LeaseAndRerun,

    /// <summary>Records are written without the condition that the object does not exist.</summary>
    PlainPut,

    /// <summary>The marker is written after the claim, and only by the delivery that won the claim.</summary>
    NoMarkerBeforeClaim,

    /// <summary>A process does not look again for a sidecar that did not exist at its first look.</summary>
    RemembersNoSidecar,

    /// <summary>A run that asks for a place under a budget counts the permits first and writes its own permit afterwards.</summary>
    CountBeforePut,

    /// <summary>A start that vanished is made again as often as it takes.</summary>
    UnboundedStarts,

    /// <summary>The end of a run is entered into the index after the marker of the run is deleted.</summary>
    EntryAfterMarker,

    /// <summary>A run that replaces the media asset, and the runs beside it, take no place in the line of their object.</summary>
    NoPlaceInLine,

    /// <summary>An outcome that is sent again shares the marker and the entries of its first delivery, which may be under way.</summary>
    ResentUnderOneMarker,

    /// <summary>Ends of runs count as exported, whatever the collector answered.</summary>
    TakesEveryAnswer,

    /// <summary>What is left of a log whose first records have expired is no log: the run is opened anew.</summary>
    IncompleteIsEmpty,

    /// <summary>The run of an event does not look for the run that a backfill has opened for the same upload.</summary>
    NoLookForBackfill,

    /// <summary>The end of a run is announced, for its mark and its receivers, after the marker of the run is deleted.</summary>
    AnnouncedAfterMarker,

    /// <summary>An object that is marked is not asked whether it still has the bytes of the run.</summary>
    NoLookAtETag,

    /// <summary>Tags are put on whatever object has the key, also in a bucket with versions.</summary>
    NoVersionNamed,

    /// <summary>An object is marked as the delivery says that comes last, and not as the run that ended last.</summary>
    LastDeliveryMarks,

    /// <summary>After tags were put, the object is not looked at again.</summary>
    NoLookAfterTags,

    /// <summary>A run that waits for quiet does not look for the runs of later uploads.</summary>
    NoLookForLater,

    /// <summary>Sweeps that look for missed events remember that they have passed an object before they have looked at it.</summary>
    PassesBeforeItLooks,

    /// <summary>Sweeps that look for missed events forget the objects that they could not look at.</summary>
    ForgetsFailedObjects,
}
