using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules;

/// <summary>
/// Events that only a rule takes that names them in <c>events</c>. Those of objects that are not finished, a part of an upload or one append of many, would each be
/// a paid task; those of replicated objects may be of uploads that the other bucket's deployment has handled.
/// </summary>
/// <remarks>OSS documentation, "Event notifications". PutSymlink is not one of them: it happens once for each symbolic link.</remarks>
internal static class NamedEvents
{
    public const string Append = "AppendObject";

    /// <summary>The event family that creates objects. Rules leave it out.</summary>
    public const string Created = "ObjectCreated:";

    private const string Replicated = "ObjectReplication:";

    private static readonly string[] Unfinished = [Append, "InitiateMultipartUpload", "UploadPart", "UploadPartCopy"];

    /// <summary>An object that replication has written: a new one, and one that takes the place of another.</summary>
    public static IReadOnlyList<string> Replications { get; } = [Replicated + "ObjectCreated", Replicated + "ObjectModified"];

    private static readonly string[] Names = [.. Unfinished, .. Replications];

    public static bool Contains(string name) => Names.Contains(name, StringComparer.Ordinal);

    public static bool IsUnfinished(string name) => Unfinished.Contains(name, StringComparer.Ordinal);

    /// <summary>The event of OSS as a rule names it.</summary>
    public static string FullName(string name) => name.Contains(':', StringComparison.Ordinal) ? name : Created + name;

    /// <summary>The name of the upload's event as a rule writes it; null when every rule may take it.</summary>
    public static string? NameOf(Upload upload)
    {
        foreach (var name in Names)
        {
            if (upload.EventName.EndsWith(name, StringComparison.Ordinal) && upload.EventName == FullName(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Why an event that no rule names starts nothing.</summary>
    public static RefusalReason RefusalOf(string name) =>
        name == Append ? RefusalReason.AppendedObject : IsUnfinished(name) ? RefusalReason.PartOfUpload : RefusalReason.ReplicatedObject;

    /// <summary>The events of this kind that a rule names anywhere but under <c>not</c>.</summary>
    public static IEnumerable<string> NamedBy(RuleMatch match) => (match.Events ?? []).Where(Contains)
        .Concat((match.All ?? []).SelectMany(NamedBy))
        .Concat((match.Any ?? []).SelectMany(NamedBy))
        .Distinct(StringComparer.Ordinal);
}
