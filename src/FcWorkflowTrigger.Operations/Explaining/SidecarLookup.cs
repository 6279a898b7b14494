using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>Reads the sidecar of the upload for each matched rule that uses sidecars, and adds its effect to the report.</summary>
/// <param name="reader">Null without credentials.</param>
internal sealed class SidecarLookup(SidecarReader? reader)
{
    public async Task<ExplainReport> AddSidecarsAsync(ExplainReport report, Upload upload, Explanation explanation, CancellationToken cancellationToken)
    {
        var rules = new List<RuleReport>();

        foreach (var (rule, verdict) in report.Rules.Zip(explanation.Verdicts))
        {
            rules.Add(verdict is RuleVerdict.Matched or RuleVerdict.DryRunMatched && SidecarPolicy.Parse(verdict.Rule.Sidecar) is { } policy
                ? await ReadAsync(rule, verdict.Rule, policy, upload, cancellationToken)
                : rule);
        }

        return UpdateOutcome(report with { Rules = rules });
    }

    private async Task<RuleReport> ReadAsync(RuleReport report, Rule rule, SidecarPolicy policy, Upload upload, CancellationToken cancellationToken)
    {
        var finding = reader is null ? null : await reader.ReadAsync(upload, ClaimPlanner.GetAllowedWorkflows(rule), cancellationToken);
        var address = $"oss://{upload.Bucket}/{SidecarKey.For(upload.Key) ?? upload.Key}";

        return report with
        {
            WorkflowId = (finding as SidecarFinding.Found)?.Sidecar.WorkflowId ?? report.WorkflowId,
            Sidecar = SidecarReport.From(address, policy, finding),
        };
    }

    // A rule on dry run has a sidecar in the report too, but it does not change the outcome.
    private static ExplainReport UpdateOutcome(ExplainReport report)
    {
        var sidecars = report.Rules.Where(rule => rule.Verdict == "takes").Select(rule => rule.Sidecar).ToArray();

        return report.Outcome != "admitted" || sidecars.Any(sidecar => sidecar is null or { Starts: true }) ? report
            : sidecars.FirstOrDefault(sidecar => sidecar!.Starts is null) is { } undecided ? report with { Outcome = "undecided", Reason = $"its sidecar is {undecided.State}" }
            : report with { Outcome = "refused", Reason = $"its sidecar is {sidecars[0]!.State}" };
    }
}
