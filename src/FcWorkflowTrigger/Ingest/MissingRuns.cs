using System.Globalization;
using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Finds the objects that rules take and whose bytes have no run: those from before the trigger, and those whose events were lost.</summary>
internal sealed class MissingRuns(UploadDecision decision, OwnOutputs outputs, ObjectRuns runs)
{
    /// <summary>Why an object that other rules take, and not the one that was asked for, has no verdict under it.</summary>
    public const string OtherRule = "OtherRule";

    /// <summary>Why an object has no verdict: a regex of a rule ran out of time.</summary>
    public const string Undecided = "Undecided";

    /// <summary>Lists the objects of a bucket in order of key, one request for each 1,000.</summary>
    /// <param name="after">Only keys after this one; null for all.</param>
    public static async IAsyncEnumerable<OssEntry> ListAsync(
        IOssClient bucket, Retry retry, string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OssPage page;

        do
        {
            var start = after;
            page = await retry.ExecuteAsync(token => bucket.ListAsync(prefix, start, token), cancellationToken);

            foreach (var entry in page.Entries)
            {
                yield return entry;
                after = entry.Key;
            }
        }
        while (page.IsTruncated);
    }

    /// <summary>The object as a backfill names it.</summary>
    /// <param name="modified">To the second; null when it is not known.</param>
    /// <param name="type">As OSS names the types of objects; null when it is not known.</param>
    public static Upload CreateUpload(
        string region, string bucket, string key, string eTag, long size, DateTimeOffset? modified, string? type, string? contentType = null) => new Upload(
        region,
        bucket,
        key,
        eTag,
        size,
        RequestId: null,
        modified?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
        NamedEvents.Created + EventOf(type),
        contentType).AsBackfill();

    /// <param name="backfill">The object as a backfill names it.</param>
    /// <param name="rule">Only this rule; null for all.</param>
    /// <returns>At least one.</returns>
    public async Task<IReadOnlyList<RunVerdict>> JudgeAsync(Upload backfill, string? rule, CancellationToken cancellationToken)
    {
        switch (await decision.DecideAsync(backfill, cancellationToken))
        {
            case Admission.Refused refused:
                return [new(Reason: $"{refused.Reason}")];
            case Admission.Undecided:
                return [new(Reason: Undecided)];
            case Admission.Admitted when await outputs.ContainsAsync(backfill, cancellationToken):
                return [new(Reason: $"{RefusalReason.OwnOutput}")];
            case Admission.Admitted admitted:
                var verdicts = new List<RunVerdict>();

                foreach (var plan in admitted.Plans.Where(plan => rule is null || plan.Rule.Name == rule))
                {
                    verdicts.Add(new(plan, await runs.FindAsync(backfill, plan.Rule.Name, cancellationToken)));
                }

                return verdicts.Count > 0 ? verdicts : [new(Reason: OtherRule)];
            case var unknown:
                throw new InvalidOperationException($"MissingRuns does not know the decision {unknown}.");
        }
    }

    // The type of an object tells how it was made, so a rule that asks for the kind of event decides as it would have decided then.
    private static string EventOf(string? type) => type switch
    {
        "Multipart" => "CompleteMultipartUpload",
        "Appendable" => NamedEvents.Append,
        "Symlink" => "PutSymlink",
        _ => "PutObject",
    };
}

/// <summary>What one rule, or all of them together, say of one object.</summary>
/// <param name="Plan">What a run would start; null when no rule takes the object.</param>
/// <param name="Run">The run that the bytes have under this rule; null when they have none.</param>
/// <param name="Reason">Why no rule takes the object; null when one does.</param>
internal sealed record RunVerdict(StartPlan? Plan = null, RunId? Run = null, string? Reason = null);
