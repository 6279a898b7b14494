using System.Text.RegularExpressions;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Recognises what a run of ours has written: its key names the task or the run.</summary>
/// <remarks>Outputs that name neither are kept out by a rule's own conditions, and in the end by <see cref="RestartLimit"/>.</remarks>
internal sealed partial class OwnOutputs(IRunLedger ledger)
{
    private const int TaskIdLength = 32;

    /// <summary>Asks the ledger only for keys that hold an id at all.</summary>
    public async Task<bool> IncludeAsync(Upload upload, CancellationToken cancellationToken)
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
