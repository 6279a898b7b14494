using System.Text.Json.Serialization;
using FcWorkflowTrigger.Ingest;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>A line of <c>backfill --json</c>: a <c>row</c> for each object and rule as soon as it is known, then one <c>summary</c>. Without a summary the output is not whole.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BackfillRow), "row")]
[JsonDerivedType(typeof(BackfillSummary), "summary")]
internal abstract record BackfillLine;

/// <summary>What came of one object under one rule: also a line of <c>--report</c>.</summary>
/// <param name="Size">In bytes; 0 where the object is gone.</param>
/// <param name="Rule">Null where no rule came into question.</param>
/// <param name="Result"><see cref="New"/>, or one of <see cref="BackfillResult"/>, or <see cref="Failed"/>.</param>
/// <param name="Run">The run of these bytes under the rule, where there is one.</param>
/// <param name="Reason">Why it was refused or has failed.</param>
internal sealed record BackfillRow(string Key, long Size, string? Rule, string Result, string? Run = null, string? Reason = null) : BackfillLine
{
    /// <summary>The bytes have no run, and one would be opened.</summary>
    public const string New = "new";

    /// <summary>Ingest did not answer, or its answer is an error.</summary>
    public const string Failed = "failed";
}

/// <param name="IsWhole">False when there is more: the same command goes on.</param>
internal sealed record BackfillSummary(IReadOnlyList<BackfillCount> Counts, bool IsWhole) : BackfillLine;

/// <summary>How many objects have the same result for the same reason.</summary>
/// <param name="Rule">Null where no rule came into question.</param>
/// <param name="Result"><c>new</c> (only in a plan), <c>opened</c>, <c>exists</c>, <c>refused</c> or <c>failed</c>.</param>
/// <param name="Reason">Why: a reason of docs/operations.md, or a code.</param>
internal sealed record BackfillCount(string? Rule, string Result, string? Reason, int Objects, long Bytes)
{
    public static IReadOnlyList<BackfillCount> Count(IEnumerable<BackfillRow> rows) =>
    [
        .. rows.GroupBy(row => (row.Rule, row.Result, row.Reason))
            .Select(group => new BackfillCount(group.Key.Rule, group.Key.Result, group.Key.Reason, group.Count(), group.Sum(row => row.Size)))
            .OrderBy(count => count.Rule is null).ThenBy(count => count.Rule, StringComparer.Ordinal)
            .ThenBy(count => count.Result, StringComparer.Ordinal).ThenBy(count => count.Reason, StringComparer.Ordinal),
    ];
}
