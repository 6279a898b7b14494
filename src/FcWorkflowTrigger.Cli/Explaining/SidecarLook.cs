using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>Looks beside the upload for each rule that does, and says what that changes.</summary>
/// <param name="reader">Null where OSS cannot be asked.</param>
internal sealed class SidecarLook(SidecarReader? reader)
{
    public async Task<ExplainReport> AddToAsync(ExplainReport report, Upload upload, Explanation explanation, CancellationToken cancellationToken)
    {
        var rules = new List<RuleReport>();

        foreach (var (told, verdict) in report.Rules.Zip(explanation.Verdicts))
        {
            rules.Add(verdict is RuleVerdict.Matched or RuleVerdict.DryRunMatched && SidecarPolicy.Parse(verdict.Rule.Sidecar) is { } policy
                ? await LookAsync(told, verdict.Rule, policy, upload, cancellationToken)
                : told);
        }

        return Decided(report with { Rules = rules });
    }

    private async Task<RuleReport> LookAsync(RuleReport told, Rule rule, SidecarPolicy policy, Upload upload, CancellationToken cancellationToken)
    {
        var finding = reader is null ? null : await reader.ReadAsync(upload, ClaimPlanner.GetAllowedWorkflows(rule), cancellationToken);
        var address = $"oss://{upload.Bucket}/{SidecarKey.Beside(upload.Key) ?? upload.Key}";

        return told with
        {
            WorkflowId = (finding as SidecarFinding.Found)?.Sidecar.WorkflowId ?? told.WorkflowId,
            Sidecar = SidecarReport.From(address, policy, finding),
        };
    }

    // Rules on dry run have a sidecar told of them too, and change nothing.
    private static ExplainReport Decided(ExplainReport report)
    {
        var looking = report.Rules.Where(rule => rule.Verdict == "takes").Select(rule => rule.Sidecar).ToArray();

        return report.Outcome != "admitted" || looking.Any(sidecar => sidecar is null or { Starts: true }) ? report
            : looking.FirstOrDefault(sidecar => sidecar!.Starts is null) is { } open ? report with { Outcome = "undecided", Reason = $"its sidecar is {open.State}" }
            : report with { Outcome = "refused", Reason = $"its sidecar is {looking[0]!.State}" };
    }
}
