namespace FcWorkflowTrigger.Rules;

/// <summary>Why an upload starts nothing. Refusals are successes to Function Compute: trying again would change nothing.</summary>
internal enum RefusalReason
{
    /// <summary>The event is not of a kind that creates an object.</summary>
    NotCreated,

    /// <summary>The key ends in <c>/</c>: a folder placeholder.</summary>
    Folder,

    /// <summary>The object lies beside an upload and tells how to start it; it starts nothing itself.</summary>
    Sidecar,

    /// <summary>The object has no bytes.</summary>
    EmptyObject,

    /// <summary>The object lies where a rule's workflow writes: starting on it would never end.</summary>
    OwnOutput,

    /// <summary>No rule takes this upload.</summary>
    NoRule,

    /// <summary>Only rules on dry run take this upload.</summary>
    DryRun,

    /// <summary>A rule had to look at the object, and it has been deleted.</summary>
    ObjectGone,

    /// <summary>A rule had to look at the object, and it has been replaced; the replacement's own event decides.</summary>
    ObjectReplaced,

    /// <summary>The object names a workflow that its rule does not allow.</summary>
    WorkflowNotAllowed,

    /// <summary>The first bytes are not of the kind the key's extension claims.</summary>
    ContentMismatch,
}
