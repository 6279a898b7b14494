using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>The answer of <c>explain</c>.</summary>
/// <param name="Outcome"><c>admitted</c>, <c>refused</c> or <c>undecided</c>.</param>
/// <param name="Reason">The refusal's name, or what is lacking.</param>
internal sealed record ExplainReport(
    string Upload,
    string ETag,
    long Size,
    string RulesFile,
    string RulesHash,
    string Outcome,
    string? Reason,
    IReadOnlyList<RuleReport> Rules,
    LedgerReport? Ledger = null)
{
    public static ExplainReport From(Upload upload, string file, string hash, Explanation explanation)
    {
        var (outcome, reason) = explanation.Admission switch
        {
            Admission.Admitted => ("admitted", null),
            Admission.Refused refused => ("refused", refused.Reason.ToString()),
            Admission.Undecided { Needs: FactNeeds.None } => ("undecided", "a pattern ran out of time"),
            Admission.Undecided undecided => ("undecided", $"needs {undecided.Needs}"),
            var unknown => throw new InvalidOperationException($"No word for {unknown}."),
        };

        return new(upload.ToString(), upload.ETag, upload.Size, file, hash, outcome, reason, [.. explanation.Verdicts.Select(RuleReport.From)]);
    }
}

/// <summary>What one rule said.</summary>
/// <param name="Field">The condition that decided, by its place in the rule; null where none did.</param>
/// <param name="Because">The condition in words, or another reason.</param>
/// <param name="WorkflowId">What would start.</param>
/// <param name="Sidecar">Null for a rule that looks for none, or does not take the upload.</param>
internal sealed record RuleReport(
    string Rule, string Verdict, string? Field = null, string? Because = null, string? WorkflowId = null, SidecarReport? Sidecar = null)
{
    public static RuleReport From(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Matched takes => new(takes.Rule.Name, "takes", Because: "every condition holds", WorkflowId: takes.Plan.WorkflowId),
        RuleVerdict.DryRunMatched would => new(would.Rule.Name, "would take", "dryRun", "every condition holds, on dry run", would.Plan.WorkflowId),
        RuleVerdict.NotMatched no => new(no.Rule.Name, "does not fit", no.Deciding.Field, no.Deciding.Says),
        RuleVerdict.Refuses refuses => new(refuses.Rule.Name, "refuses", Because: refuses.Reason.ToString()),
        RuleVerdict.NeedsFacts { Needs: FactNeeds.None } slow => new(slow.Rule.Name, "cannot tell", slow.Deciding?.Field, "ran out of time"),
        RuleVerdict.NeedsFacts lacks => new(lacks.Rule.Name, "cannot tell", lacks.Deciding?.Field, $"needs {lacks.Needs}"),
        RuleVerdict.Disabled off => new(off.Rule.Name, "is off", "enabled", "false"),
        RuleVerdict.NotAsked late => new(late.Rule.Name, "not asked", Because: "the decision had fallen"),
        _ => throw new InvalidOperationException($"No word for {verdict}."),
    };
}

/// <summary>What has really become of the object.</summary>
/// <param name="NotRead">Why the ledger was not read; null when it was.</param>
internal sealed record LedgerReport(string? NotRead, IReadOnlyList<RunReport> Runs);

/// <summary>One run of the ledger.</summary>
/// <param name="IsThisUpload">False for the run of another upload of the same key.</param>
/// <param name="RulesHash">SHA-256 of the rules it was decided under.</param>
/// <param name="End">How it ended; null while it has not.</param>
/// <param name="WaitsUntil">Until when it waits for its sidecar; null when it does not.</param>
internal sealed record RunReport(
    string RunId,
    string Rule,
    string WorkflowId,
    string State,
    DateTimeOffset ClaimedAt,
    string ETag,
    bool IsThisUpload,
    string RulesHash,
    string? MediaId,
    string? TaskId,
    string? End,
    DateTimeOffset? WaitsUntil = null);
