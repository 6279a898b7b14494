using System.Text.Json;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>One object a record; OSS's put-if-absent decides who wins a slot.</summary>
internal sealed class SlotRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : OssRunLedger(oss, retry, clock)
{
    // Most runs end with four records, and their reads cost the same asked one by one or together.
    private const int SlotsAtOnce = 4;

    public override async Task<RunLog> ReadAsync(RunId run, CancellationToken cancellationToken)
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
                return new(run, records, records.Count);
            }
        }
    }

    public override async Task<Append> TryAppendAsync(RunLog log, RunRecord record, CancellationToken cancellationToken)
    {
        var key = LedgerKeys.Slot(log.Id, log.Tail);
        var body = JsonSerializer.SerializeToUtf8Bytes(record, TriggerJson.Default.RunRecord);
        var doubt = new Doubt();

        var put = await Retry.ExecuteAsync(doubt, token => Oss.PutIfAbsentAsync(key, body, token), cancellationToken);

        // After a lost reply the slot may be taken by our own record: only its nonce can tell.
        return put is OssPut.Written || (doubt.Any && (await ReadSlotAsync(log.Id, log.Tail, cancellationToken))?.Nonce == record.Nonce)
            ? new Append.Won(log.With(record, log.Tail + 1))
            : Append.Lost.Instance;
    }

    public override async Task<int> CountRunsOfKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var prefix = LedgerKeys.SlotsOfKey(run);
        var runs = new HashSet<string>(StringComparer.Ordinal);

        await foreach (var slot in Oss.ListAllAsync(Retry, prefix, cancellationToken))
        {
            if (slot.LastModified >= since)
            {
                runs.Add(slot.Key[prefix.Length..].Split('/')[0]);
            }
        }

        return runs.Count;
    }

    private async Task<RunRecord?> ReadSlotAsync(RunId run, long seq, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Slot(run, seq), token), cancellationToken);
        return body is null ? null : RunRecordFormat.Read(body);
    }
}
