using System.Text.RegularExpressions;
using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>Uploads below one prefix of one bucket, and the workflow that they start.</summary>
internal sealed partial record UploadTrigger(string Bucket, string Prefix, string WorkflowId)
{
    /// <summary>The native OSS triggers that one bucket may have (Function Compute documentation, "OSS triggers", limits).</summary>
    public const int MostPerBucket = 10;

    /// <param name="text"><c>bucket:prefix</c> or <c>bucket:prefix=workflow id</c>; an empty prefix takes the whole bucket.</param>
    /// <param name="workflowId">For a text that names none; null when there is none to take.</param>
    /// <exception cref="OperationException">The text is not such a trigger, or no workflow is named.</exception>
    public static UploadTrigger Parse(string text, string? workflowId) => Form().Match(text) is { Success: true } match
        ? new(
            match.Groups["bucket"].Value,
            match.Groups["prefix"].Value,
            match.Groups["workflow"] is { Success: true } named ? named.Value
                : workflowId ?? throw new OperationException("INIT-ANSWER", $"the trigger '{text}' names no workflow; write {text}=<workflow id>, or give --workflow."))
        : throw new OperationException(
            "INIT-ANSWER",
            $"'{text}' is no trigger; write bucket:prefix or bucket:prefix=<workflow id>. A bucket's name has 3 to 63 lower-case letters, digits and hyphens; a prefix has letters, digits and - _ . / + @.");

    /// <exception cref="OperationException">OSS would refuse the triggers.</exception>
    public static void RequireValid(IReadOnlyList<UploadTrigger> triggers, string ledgerBucket)
    {
        for (var index = 0; index < triggers.Count; index++)
        {
            var trigger = triggers[index];

            if (trigger.Bucket == ledgerBucket)
            {
                throw new OperationException("INIT-ANSWER", $"the ledger's bucket {ledgerBucket} must not trigger anything; give the ledger a bucket of its own.");
            }

            if (triggers.Take(index).FirstOrDefault(trigger.Overlaps) is { } other)
            {
                throw new OperationException(
                    "INIT-OVERLAP", $"{trigger.Bucket}:{trigger.Prefix} and {other.Bucket}:{other.Prefix} overlap: one upload could match both, and OSS refuses that. Use prefixes of which none begins with the other.");
            }
        }

        if (triggers.CountBy(trigger => trigger.Bucket).FirstOrDefault(count => count.Value > MostPerBucket).Key is { } crowded)
        {
            throw new OperationException("INIT-ANSWER", $"bucket {crowded} may have {MostPerBucket} triggers at most.");
        }
    }

    private bool Overlaps(UploadTrigger other) =>
        Bucket == other.Bucket
        && (Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(Prefix, StringComparison.Ordinal));

    // The characters of a prefix mean nothing in YAML, in .env files and in shells.
    [GeneratedRegex(@"^(?<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9]):(?<prefix>([\p{L}\p{Nd}_.+@-][\p{L}\p{Nd}_.+@/-]*)?)(=(?<workflow>[A-Za-z0-9_-]+))?$")]
    private static partial Regex Form();
}
