namespace FcWorkflowTrigger.Rules;

/// <summary>Why an upload starts nothing. Refusals are successes to Function Compute: trying again would change nothing.</summary>
internal enum RefusalReason
{
    /// <summary>The event is not of a kind that creates an object.</summary>
    NotCreated,

    /// <summary>The key ends in <c>/</c>: a folder placeholder.</summary>
    Folder,

    /// <summary>The object has no bytes.</summary>
    EmptyObject,

    /// <summary>No rule takes this bucket, key or size.</summary>
    NoRule,

    /// <summary>A run of ours wrote the object.</summary>
    OwnOutput,
}
