using FcWorkflowTrigger.Rules.Content;

namespace FcWorkflowTrigger.Rules;

/// <summary>What the event does not tell of an object; fetched only when a rule that could still take the upload asks for it.</summary>
/// <param name="Object">What HeadObject told.</param>
/// <param name="Tags">What GetObjectTagging told.</param>
/// <param name="Content">What the first bytes show.</param>
internal sealed record Facts(ObjectFacts? Object = null, IReadOnlyDictionary<string, string>? Tags = null, ContentKind? Content = null)
{
    /// <summary>Nothing has been fetched.</summary>
    public static Facts None { get; } = new();

    /// <summary>Which of the wanted facts are still to be fetched.</summary>
    public FactNeeds Missing(FactNeeds wanted) => wanted
        & ~(Object is null ? FactNeeds.None : FactNeeds.Object)
        & ~(Tags is null ? FactNeeds.None : FactNeeds.Tags)
        & ~(Content is null ? FactNeeds.None : FactNeeds.Content);
}

/// <summary>Facts by the request that fetches them.</summary>
[Flags]
internal enum FactNeeds
{
    None = 0,

    /// <summary>HeadObject: content type, storage class, user metadata.</summary>
    Object = 1,

    /// <summary>GetObjectTagging.</summary>
    Tags = 2,

    /// <summary>The first 64 KB, by a ranged GetObject.</summary>
    Content = 4,
}

/// <summary>The object as it is now.</summary>
/// <param name="Meta">User metadata; names without <c>x-oss-meta-</c>, in lower case.</param>
internal sealed record ObjectFacts(
    ObjectState State,
    string? ContentType = null,
    string? StorageClass = null,
    IReadOnlyDictionary<string, string>? Meta = null)
{
    public static ObjectFacts Gone { get; } = new(ObjectState.Gone);

    public static ObjectFacts Replaced { get; } = new(ObjectState.Replaced);
}

/// <summary>Whether the object is still the one the event told of; the facts of another say nothing about it.</summary>
internal enum ObjectState
{
    Current,

    /// <summary>The object has been deleted.</summary>
    Gone,

    /// <summary>Other bytes lie under the key; their own event tells of them.</summary>
    Replaced,
}
