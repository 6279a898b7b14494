using FcWorkflowTrigger.Rules.Content;

namespace FcWorkflowTrigger.Rules;

/// <summary>Facts about an object that the event does not contain. They are fetched only if a rule that can still match needs them.</summary>
/// <param name="Object">The reply of HeadObject.</param>
/// <param name="Tags">The reply of GetObjectTagging.</param>
/// <param name="Content">The format that the first bytes show.</param>
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

/// <summary>Whether the object is still the one of the event. Facts about another object must not decide.</summary>
internal enum ObjectState
{
    Current,

    /// <summary>The object has been deleted.</summary>
    Gone,

    /// <summary>Another upload has replaced the object; it has an event of its own.</summary>
    Replaced,
}
