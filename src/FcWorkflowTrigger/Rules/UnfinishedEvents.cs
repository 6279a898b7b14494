using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules;

/// <summary>
/// Events of objects that are not finished: a part of an upload, or one append of many. A trigger on <c>ObjectCreated:*</c> sends them too. Each would be a
/// paid task, so only a rule that names such an event in <c>events</c> takes it.
/// </summary>
/// <remarks>OSS documentation, "Event notifications". PutSymlink is not one of them: it happens once for each symbolic link.</remarks>
internal static class UnfinishedEvents
{
    public const string Append = "AppendObject";

    /// <summary>The event family that creates objects.</summary>
    public const string Created = "ObjectCreated:";

    private static readonly string[] Names = [Append, "InitiateMultipartUpload", "UploadPart", "UploadPartCopy"];

    public static bool Contains(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The name of the upload's event, without <see cref="Created"/>; null when the event is of a finished object.</summary>
    public static string? NameOf(Upload upload)
    {
        foreach (var name in Names)
        {
            if (upload.EventName.Length == Created.Length + name.Length
                && upload.EventName.EndsWith(name, StringComparison.Ordinal)
                && upload.EventName.StartsWith(Created, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Why an event that no rule names starts nothing.</summary>
    public static RefusalReason RefusalOf(string name) => name == Append ? RefusalReason.AppendedObject : RefusalReason.PartOfUpload;

    /// <summary>The unfinished events that a rule names anywhere but under <c>not</c>.</summary>
    public static IEnumerable<string> NamedBy(RuleMatch match) => (match.Events ?? []).Where(Contains)
        .Concat((match.All ?? []).SelectMany(NamedBy))
        .Concat((match.Any ?? []).SelectMany(NamedBy))
        .Distinct(StringComparer.Ordinal);
}
