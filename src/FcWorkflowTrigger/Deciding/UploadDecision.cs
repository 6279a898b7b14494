using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Deciding;

/// <summary>Asks the rules about an upload, and fetches what they want to know of it; most uploads need nothing fetched.</summary>
internal sealed class UploadDecision(RuleSet rules, FactReader reader)
{
    /// <returns>Undecided only when a pattern ran out of time.</returns>
    public async Task<Admission> DecideAsync(Upload upload, CancellationToken cancellationToken) =>
        rules.Decide(upload, await FactsAsync(upload, cancellationToken));

    /// <summary>The same, with the reasons.</summary>
    public async Task<Explanation> ExplainAsync(Upload upload, CancellationToken cancellationToken) =>
        rules.Explain(upload, await FactsAsync(upload, cancellationToken));

    private async Task<Facts> FactsAsync(Upload upload, CancellationToken cancellationToken)
    {
        var facts = Facts.None;

        while (rules.Decide(upload, facts) is Admission.Undecided { Needs: not FactNeeds.None } undecided)
        {
            facts = await reader.ReadAsync(upload, facts, undecided.Needs, cancellationToken);
        }

        return facts;
    }
}
