using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>Decides an upload as the function would, and reads the ledger for its runs.</summary>
internal static class Explainer
{
    /// <param name="rulesFile">The path of the rules, for the report.</param>
    public static async Task<ExplainReport> ExplainAsync(CloudContext context, string rulesFile, RuleSet rules, Upload upload, CancellationToken cancellationToken)
    {
        var explanation = context.CreateDecision(rules) is { } decision
            ? await decision.ExplainAsync(upload, cancellationToken)
            : rules.Explain(upload);

        var report = await new SidecarLookup(context.CreateSidecarReader()).AddSidecarsAsync(
            ExplainReport.From(upload, rulesFile, rules.Hash, explanation), upload, explanation, cancellationToken);
        return report with { Ledger = await ObjectHistory.ReadAsync(context, upload, cancellationToken) };
    }
}
