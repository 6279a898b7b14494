using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>One object a record; OSS's put-if-absent decides who wins a slot.</summary>
internal sealed class SlotRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : OssRunLedger(oss, retry, clock)
{
    // Most runs end with four records, and their reads cost the same asked one by one or together.
    private const int SlotsAtOnce = 4;

    public override async Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken)
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

    public override async Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken)
    {
        var key = LedgerKeys.Slot(history.Id, history.Tail);
        var body = JsonSerializer.SerializeToUtf8Bytes(record, LedgerJson.Default.RunRecord);
        var uncertainty = new WriteUncertainty();

        var put = await Retry.ExecuteAsync(uncertainty, token => Oss.PutIfAbsentAsync(key, body, token), cancellationToken);

        // After a lost reply the slot may be taken by our own record: only its nonce can tell.
        return put is OssPut.Written || (uncertainty.Any && (await ReadSlotAsync(history.Id, history.Tail, cancellationToken))?.Nonce == record.Nonce)
            ? new Append.Won(history.With(record, history.Tail + 1))
            : Append.Lost.Instance;
    }

    public override Task<IReadOnlyCollection<RunId>> RunsOfKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        RunsUnderAsync(LedgerKeys.SlotsOfKey(run), run, since, cancellationToken);

    private async Task<RunRecord?> ReadSlotAsync(RunId run, long seq, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Slot(run, seq), token), cancellationToken);
        return body is null ? null : RunRecordFormat.Read(body);
    }
}
