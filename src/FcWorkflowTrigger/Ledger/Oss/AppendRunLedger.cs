using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>Stores a run as one appendable object, one record a line. OSS appends only at the end of the object, so of several writers one wins the place.</summary>
internal sealed class AppendRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : OssRunLedger(oss, retry, clock)
{
    private const byte LineEnd = (byte)'\n';

    public override async Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Lines(run), token), cancellationToken) ?? [];
        return new(run, RunRecordFormat.ReadLines(body), body.Length);
    }

    public override async Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, LedgerJson.Default.RunRecord), LineEnd];
        var key = LedgerKeys.Lines(history.Id);
        var uncertainty = new WriteUncertainty();

        var append = await Retry.ExecuteAsync(uncertainty, token => Oss.AppendAsync(key, history.Tail, line, token), cancellationToken);

        // After a lost reply the place may hold the line of this call. The nonce shows it; the length does not.
        return append is OssPut.Written || (uncertainty.Any && await HoldsAsync(history.Id, record, cancellationToken))
            ? new Append.Won(history.With(record, history.Tail + line.Length))
            : Append.Lost.Instance;
    }

    public override Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        ListRunsUnderAsync(LedgerKeys.LinesOfKey(run), run, since, cancellationToken);

    protected override string FirstRecordKey(RunId run) => LedgerKeys.Lines(run);

    protected override ClaimRecord? ReadFirst(byte[] body) => RunRecordFormat.ReadLines(body) is [ClaimRecord first, ..] ? first : null;

    private async Task<bool> HoldsAsync(RunId run, RunRecord record, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(run, cancellationToken);
        return history.Records.Any(other => other.Nonce == record.Nonce);
    }
}
