using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Reads of a run what a row shows, in as few requests as that takes: one or two for a run that has ended.</summary>
internal sealed class RunRowReader(IOssClient oss, IRunLedger ledger, Retry retry, LedgerMode mode)
{
    public async Task<RunRow> ReadAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            // In one object, all records cost one request.
            return mode == LedgerMode.Append || entry.State == RunStates.Parked
                ? CreateRow(entry, (await ledger.ReadAsync(entry.Run, cancellationToken)).Records)
                : await ReadSlotsAsync(entry, cancellationToken);
        }
        catch (LedgerIncompleteException)
        {
            return new(entry.Run.Value, entry.State, entry.At, Reason: "LEDGER-INCOMPLETE");
        }
    }

    private async Task<RunRow> ReadSlotsAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        // A run that was never claimed has its claim in its marker.
        var claim = await ReadRecordAsync(entry.Run, 0, cancellationToken) as ClaimRecord
            ?? (entry.Marker is { } marker ? await ledger.ReadMarkerAsync(marker, cancellationToken) : null);

        // A claim that once waited may wait no more: only the whole log can tell.
        if (claim is { Waits: true } && entry.State is RunStates.Open or RunStates.Waiting)
        {
            return CreateRow(entry, (await ledger.ReadAsync(entry.Run, cancellationToken)).Records);
        }

        var last = entry is { End: { } end and > 0, State: not EndEntry.Succeeded } ? await ReadRecordAsync(entry.Run, end, cancellationToken) : null;
        return CreateRow(entry, [.. new RunRecord?[] { claim, last }.OfType<RunRecord>()]);
    }

    private static RunRow CreateRow(CatalogEntry entry, IReadOnlyList<RunRecord> records)
    {
        var first = records.OfType<ClaimRecord>().FirstOrDefault();

        return new(
            entry.Run.Value,
            FindState(entry, records),
            entry.At,
            first?.Src.Bucket,
            first?.Src.Key,
            first?.Rule,
            records.OfType<ClaimRecord>().LastOrDefault()?.WorkflowId,
            first?.Src.Size,
            first?.At is { } at && at != default ? at : null,
            records.Count == 0 ? null : EndReasons.Describe(records[^1]));
    }

    // The records are newer than the mark, which is put after the claim and taken away after the plan.
    private static string FindState(CatalogEntry entry, IReadOnlyList<RunRecord> records) =>
        entry.State is not (RunStates.Open or RunStates.Waiting) ? entry.State : records is [.., ClaimRecord { Waits: true }] ? RunStates.Waiting : RunStates.Open;

    private async Task<RunRecord?> ReadRecordAsync(RunId run, int seq, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(token => oss.GetAsync(LedgerKeys.Slot(run, seq), token), cancellationToken) is { } body ? RunRecordFormat.Read(body) : null;
}
