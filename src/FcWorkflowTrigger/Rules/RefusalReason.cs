namespace FcWorkflowTrigger.Rules;

/// <summary>Why an upload starts nothing. To Function Compute a refusal is a success, because a retry would change nothing.</summary>
internal enum RefusalReason
{
    /// <summary>The event does not create an object.</summary>
    NotCreated,

    /// <summary>The key ends in <c>/</c>: a folder placeholder.</summary>
    Folder,

    /// <summary>The object is the sidecar of an upload. It starts nothing itself.</summary>
    Sidecar,

    /// <summary>The event is of a part of a multipart upload, and no rule names such events. The finished object has an event of its own.</summary>
    PartOfUpload,

    /// <summary>The event is of one append to an object, and no rule names such events. Every append has an event.</summary>
    AppendedObject,

    /// <summary>The object came by replication, and no rule names such events.</summary>
    ReplicatedObject,

    /// <summary>The object has no bytes.</summary>
    EmptyObject,

    /// <summary>The object lies where a rule's workflow writes. To start on it would make a loop.</summary>
    OwnOutput,

    /// <summary>No rule matches this upload.</summary>
    NoRule,

    /// <summary>Only rules on dry run match this upload.</summary>
    DryRun,

    /// <summary>A rule needs facts about the object, and the object has been deleted.</summary>
    ObjectGone,

    /// <summary>A rule needs facts about the object, and the object has been replaced. The event of the new object decides.</summary>
    ObjectReplaced,

    /// <summary>The object names a workflow that its rule does not allow.</summary>
    WorkflowNotAllowed,

    /// <summary>The first bytes do not match the kind of media that the key's extension claims.</summary>
    ContentMismatch,

    /// <summary>The rule's own fields do not fit into the UserData of the task, with the values of this object. They are never cut.</summary>
    TaskUserDataTooLong,
}
