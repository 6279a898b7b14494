using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Decides an upload by the rules, and fetches the facts that the rules need. Most uploads need no facts.</summary>
internal sealed class UploadDecision(RuleSet rules, FactReader reader)
{
    /// <returns>Undecided only when a regex ran out of time.</returns>
    public async ValueTask<Admission> DecideAsync(Upload upload, CancellationToken cancellationToken) =>
        (await DecideWithFactsAsync(upload, cancellationToken)).Admission;

    /// <summary>The same decision, with its reasons.</summary>
    public async Task<Explanation> ExplainAsync(Upload upload, CancellationToken cancellationToken) =>
        rules.Explain(upload, (await DecideWithFactsAsync(upload, cancellationToken)).Facts);

    private async ValueTask<(Admission Admission, Facts Facts)> DecideWithFactsAsync(Upload upload, CancellationToken cancellationToken)
    {
        var facts = Facts.None;

        while (true)
        {
            var admission = rules.Decide(upload, facts);

            if (admission is not Admission.Undecided { Needs: not FactNeeds.None } undecided)
            {
                return (admission, facts);
            }

            facts = await reader.ReadAsync(upload, facts, undecided.Needs, cancellationToken);
        }
    }
}
