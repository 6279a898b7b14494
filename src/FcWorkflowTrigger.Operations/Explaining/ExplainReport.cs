using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>The output of <c>explain</c>.</summary>
/// <param name="Outcome"><c>admitted</c>, <c>refused</c> or <c>undecided</c>.</param>
/// <param name="Reason">The refusal's name, or the facts that are missing.</param>
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
            Admission.Undecided { Needs: FactNeeds.None } => ("undecided", "a regex ran out of time"),
            Admission.Undecided undecided => ("undecided", $"needs {undecided.Needs}"),
            var unknown => throw new InvalidOperationException($"ExplainReport does not know {unknown}."),
        };

        return new(upload.Address, upload.ETag, upload.Size, file, hash, outcome, reason, [.. explanation.Verdicts.Select(RuleReport.From)]);
    }
}

/// <summary>The verdict of one rule.</summary>
/// <param name="Field">The place in the rule of the condition that decided; null when no condition decided.</param>
/// <param name="Because">The condition in words, or another reason.</param>
/// <param name="WorkflowId">The workflow that would start.</param>
/// <param name="Sidecar">Null for a rule that uses no sidecars or does not match.</param>
/// <param name="TaskUserData">The rule's own fields of the task's UserData, as they would be sent; null for a rule without.</param>
/// <param name="ExpectWithin">How long the task is expected to run at most, from its start: <c>90m</c>, <c>1d</c>; null where nothing would start.</param>
/// <param name="Mark">The tags that the object would get at the end, with their placeholders; null for a rule without.</param>
/// <param name="QuietFor">How long the key must be quiet before the run of its last upload starts, as in the rule; null starts it at once.</param>
internal sealed record RuleReport(
    string Rule,
    string Verdict,
    string? Field = null,
    string? Because = null,
    string? WorkflowId = null,
    SidecarReport? Sidecar = null,
    IReadOnlyDictionary<string, string>? TaskUserData = null,
    string? ExpectWithin = null,
    IReadOnlyDictionary<string, string>? Mark = null,
    string? QuietFor = null)
{
    public static RuleReport From(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Matched matched => AddPlan(new(matched.Rule.Name, "takes", Because: "every condition holds"), matched.Plan),
        RuleVerdict.DryRunMatched matched => AddPlan(new(matched.Rule.Name, "would take", "dryRun", "every condition holds, on dry run"), matched.Plan),
        RuleVerdict.NotMatched failed => new(failed.Rule.Name, "does not fit", failed.Condition.Field, failed.Condition.Description),
        RuleVerdict.Refused refused => new(refused.Rule.Name, "refuses", Because: refused.Detail is null ? $"{refused.Reason}" : $"{refused.Reason}: {refused.Detail}"),
        RuleVerdict.NeedsFacts { Needs: FactNeeds.None } slow => new(slow.Rule.Name, "cannot tell", slow.Condition?.Field, "ran out of time"),
        RuleVerdict.NeedsFacts undecided => new(undecided.Rule.Name, "cannot tell", undecided.Condition?.Field, $"needs {undecided.Needs}"),
        RuleVerdict.Disabled disabled => new(disabled.Rule.Name, "is off", "enabled", "false"),
        RuleVerdict.NotEvaluated skipped => new(skipped.Rule.Name, "not asked", Because: "an earlier rule decided"),
        _ => throw new InvalidOperationException($"RuleReport does not know {verdict}."),
    };

    private static RuleReport AddPlan(RuleReport report, StartPlan plan) => report with
    {
        WorkflowId = plan.WorkflowId,
        TaskUserData = plan.TaskUserData is { } json ? TaskFields.Parse(json) : null,
        ExpectWithin = plan.Rule.ExpectWithin ?? Duration.Format(Rules.Rule.DefaultExpectWithin),
        Mark = plan.Rule.Mark,
        QuietFor = plan.Rule.QuietFor,
    };
}

/// <summary>The runs of the object in the ledger.</summary>
/// <param name="NotRead">Why the ledger was not read; null when it was.</param>
internal sealed record LedgerReport(string? NotRead, IReadOnlyList<RunReport> Runs);

/// <summary>One run of the ledger.</summary>
/// <param name="IsThisUpload">False for the run of another upload of the same key.</param>
/// <param name="RulesHash">SHA-256 of the rules that decided the run.</param>
/// <param name="End">How the run ended; null while it has not ended.</param>
/// <param name="WaitsUntil">The end of the wait for the sidecar; null when the run does not wait.</param>
/// <param name="Forerunner">The run that this run repeats, because an operator asked for it; null for the run of an upload.</param>
/// <param name="QuietUntil">Until when the key of the run must be quiet; null when the run does not wait for that.</param>
/// <param name="Via"><c>catch-up</c> or <c>backfill</c> for a run that no event brought; otherwise null.</param>
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
    DateTimeOffset? WaitsUntil = null,
    string? Forerunner = null,
    DateTimeOffset? QuietUntil = null,
    string? Via = null);
