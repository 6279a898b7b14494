using System.Globalization;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>An upload that has not happened.</summary>
/// <param name="Meta">Names without <c>x-oss-meta-</c>, in lower case.</param>
internal sealed record PlannedUpload(long Size, string? ContentType, IReadOnlyDictionary<string, string> Meta)
{
    private const string PlannedETag = "(not uploaded)";

    /// <returns>Null without a size.</returns>
    /// <exception cref="OperationException">Something is given without a size, or metadata is not <c>k=v</c>.</exception>
    public static PlannedUpload? From(long? size, string? contentType, IReadOnlyList<string> meta)
    {
        if (size is { } bytes)
        {
            return new(bytes, contentType, meta.Select(Split).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value));
        }

        return contentType is null && meta.Count == 0
            ? null
            : throw new OperationException("SIZE-MISSING", "--content-type and --meta describe an upload that has not happened; give its size too: --size 12MB.");
    }

    /// <summary>Decides it by what is given. Tags and content are not known, and the file beside it is not looked for.</summary>
    public ExplainReport Explain(ObjectAddress address, string region, string rulesFile, RuleSet rules, DateTimeOffset now)
    {
        var upload = new Upload(
            region, address.Bucket, address.Key, PlannedETag, Size, null, now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), "ObjectCreated:PutObject", ContentType);
        var facts = new Facts(new(ObjectState.Current, ContentType, "Standard", Meta));
        return ExplainReport.From(upload, rulesFile, rules.Hash, rules.Explain(upload, facts)) with { Ledger = new("not read: the upload has not happened.", []) };
    }

    private static KeyValuePair<string, string> Split(string meta) => meta.IndexOf('=', StringComparison.Ordinal) is var at and > 0
        ? new(meta[..at].ToLowerInvariant(), meta[(at + 1)..])
        : throw new OperationException("META-ARGUMENT", "--meta must be k=v.");
}
