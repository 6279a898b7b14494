using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>Stores each record as one object. OSS puts an object only if its key is free, so of several writers one wins the slot.</summary>
internal sealed class SlotRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : OssRunLedger(oss, retry, clock)
{
    // Most runs end with four records. Four reads at once cost the same as four reads one after another.
    private const int SlotsAtOnce = 4;

    // OSS counts the age of objects in days, so no lifecycle rule takes a record that is younger.
    private static readonly TimeSpan BeforeAnyExpires = TimeSpan.FromHours(12);

    public override async Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        var listed = 0;

        while (true)
        {
            var (records, hasLater) = await ReadSlotsAsync(run, cancellationToken);

            // Records that were listed a moment ago are gone: the log is being deleted, from its beginning or from its end.
            if (records.Count < listed)
            {
                throw Incomplete(run, records.Count, listed - 1);
            }

            // A record that is not there ends the log of a young run. In an old one it may have expired, and later ones may be there.
            if (!hasLater && records.Count > 0 && (records[^1].IsLast || records[0].At + BeforeAnyExpires > Clock.GetUtcNow()))
            {
                return new(run, records, records.Count);
            }

            listed = await CountAsync(run, cancellationToken);

            if (!hasLater && listed <= records.Count)
            {
                return new(run, records, records.Count);
            }

            // Other writers added records between the reads and the listing. They are read now.
        }
    }

    public override async Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken)
    {
        var key = LedgerKeys.Slot(history.Id, history.Tail);
        var body = JsonSerializer.SerializeToUtf8Bytes(record, LedgerJson.Default.RunRecord);
        var uncertainty = new WriteUncertainty();

        var put = await Retry.ExecuteAsync(uncertainty, token => Oss.PutIfAbsentAsync(key, body, token), cancellationToken);

        // After a lost reply the slot may hold the record of this call. Only the nonce shows it.
        return put is OssPut.Written || (uncertainty.Any && (await ReadSlotAsync(history.Id, history.Tail, cancellationToken))?.Nonce == record.Nonce)
            ? new Append.Won(history.With(record, history.Tail + 1))
            : Append.Lost.Instance;
    }

    public override Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        ListRunsUnderAsync(LedgerKeys.SlotsOfKey(run), run, since, cancellationToken);

    protected override string FirstRecordKey(RunId run) => LedgerKeys.Slot(run, 0);

    protected override ClaimRecord? ReadFirst(byte[] body) => RunRecordFormat.Read(body) as ClaimRecord;

    /// <returns>The records up to the first empty slot, and whether a later slot with a record was seen.</returns>
    private async Task<(List<RunRecord> Records, bool HasLater)> ReadSlotsAsync(RunId run, CancellationToken cancellationToken)
    {
        var records = new List<RunRecord>();

        while (true)
        {
            var slots = await Task.WhenAll(Enumerable.Range(records.Count, SlotsAtOnce)
                .Select(seq => ReadSlotAsync(run, seq, cancellationToken)));
            var known = slots.TakeWhile(record => record is not null).ToArray();
            records.AddRange(known!);

            if (known.Length < SlotsAtOnce || known[^1]!.IsLast)
            {
                return (records, slots.Skip(known.Length).Any(record => record is not null));
            }
        }
    }

    /// <returns>The number of records in the log. Slots are written in order, so an empty slot before a full one was deleted.</returns>
    /// <exception cref="LedgerIncompleteException">An earlier record is not there, and a later one is.</exception>
    private async Task<int> CountAsync(RunId run, CancellationToken cancellationToken)
    {
        var (prefix, count) = (LedgerKeys.Slots(run), 0);

        await foreach (var entry in Oss.ListAllAsync(Retry, prefix, cancellationToken))
        {
            if (!int.TryParse(Path.GetFileNameWithoutExtension(entry.Key.AsSpan(prefix.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            {
                continue;
            }

            // A listing may be out of date, so the slot itself is read.
            for (; count < seq; count++)
            {
                if (await ReadSlotAsync(run, count, cancellationToken) is null)
                {
                    throw Incomplete(run, count, seq);
                }
            }

            count = seq + 1;
        }

        return count;
    }

    private static LedgerIncompleteException Incomplete(RunId run, int missing, int later) =>
        new(run, string.Create(CultureInfo.InvariantCulture, $"record {later} is there, and record {missing} is not"));

    private async Task<RunRecord?> ReadSlotAsync(RunId run, long seq, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Slot(run, seq), token), cancellationToken);
        return body is null ? null : RunRecordFormat.Read(body);
    }
}
