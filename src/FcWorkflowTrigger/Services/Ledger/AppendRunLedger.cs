using System.Text.Json;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>One appendable object a run, a record a line; OSS's append position decides who wins a place.</summary>
internal sealed class AppendRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : OssRunLedger(oss, retry, clock)
{
    private const byte LineEnd = (byte)'\n';

    public override async Task<RunLog> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Lines(run), token), cancellationToken) ?? [];
        return new(run, RunRecordFormat.ReadLines(body), body.Length);
    }

    public override async Task<Append> TryAppendAsync(RunLog log, RunRecord record, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, TriggerJson.Default.RunRecord), LineEnd];
        var key = LedgerKeys.Lines(log.Id);
        var doubt = new Doubt();

        var append = await Retry.ExecuteAsync(doubt, token => Oss.AppendAsync(key, log.Tail, line, token), cancellationToken);

        // After a lost reply the place may hold our own line: the length alone cannot tell, the nonce can.
        return append is OssPut.Written || (doubt.Any && await HoldsAsync(log.Id, record, cancellationToken))
            ? new Append.Won(log.With(record, log.Tail + line.Length))
            : Append.Lost.Instance;
    }

    public override async Task<int> CountRunsOfKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var runs = 0;

        await foreach (var log in Oss.ListAllAsync(Retry, LedgerKeys.LinesOfKey(run), cancellationToken))
        {
            runs += log.LastModified >= since ? 1 : 0;
        }

        return runs;
    }

    private async Task<bool> HoldsAsync(RunId run, RunRecord record, CancellationToken cancellationToken)
    {
        var log = await ReadAsync(run, cancellationToken);
        return log.Records.Any(other => other.Nonce == record.Nonce);
    }
}
