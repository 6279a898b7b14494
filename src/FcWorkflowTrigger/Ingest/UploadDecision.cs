using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Asks the rules about an upload, and fetches what they want to know of it; most uploads need nothing fetched.</summary>
internal sealed class UploadDecision(RuleSet rules, FactReader reader)
{
    /// <returns>Undecided only when a pattern ran out of time.</returns>
    public async ValueTask<Admission> DecideAsync(Upload upload, CancellationToken cancellationToken) =>
        (await AskAsync(upload, cancellationToken)).Admission;

    /// <summary>The same, with the reasons.</summary>
    public async Task<Explanation> ExplainAsync(Upload upload, CancellationToken cancellationToken) =>
        rules.Explain(upload, (await AskAsync(upload, cancellationToken)).Facts);

    private async ValueTask<(Admission Admission, Facts Facts)> AskAsync(Upload upload, CancellationToken cancellationToken)
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
