using System.Text.RegularExpressions;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Recognises outputs of this program's own runs: the key contains the task's id or the run's id.</summary>
/// <remarks>For outputs whose key contains neither, a rule needs conditions that exclude them; the last guard is <see cref="RestartLimit"/>.</remarks>
internal sealed partial class OwnOutputs(IRunLedger ledger)
{
    private const int TaskIdLength = 32;

    /// <summary>Reads the ledger only if the key contains an id.</summary>
    public async Task<bool> ContainsAsync(Upload upload, CancellationToken cancellationToken)
    {
        foreach (Match id in Ids().Matches(upload.Key))
        {
            if (id.Length == TaskIdLength
                ? await ledger.FindByTaskAsync(id.Value, cancellationToken) is not null
                : RunId.TryParse(id.Value, out var run) && (await ledger.ReadAsync(run, cancellationToken)).Records.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("(?<![0-9a-f])([0-9a-f]{32}|[0-9a-f]{40})(?![0-9a-f])", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
