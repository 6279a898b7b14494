using System.Text;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;

namespace FcWorkflowTrigger.Tests.Ledger;

public sealed class InMemoryRunLedgerTests : RunLedgerContract
{
    private readonly InMemoryRunLedger _ledger;

    public InMemoryRunLedgerTests() => _ledger = new(Time);

    private protected override IRunLedger Ledger => _ledger;
}

/// <summary>What the two OSS ledgers promise beyond the contract: a write whose reply was lost is still known as ours.</summary>
public abstract class OssRunLedgerContract : RunLedgerContract
{
    private protected OssRunLedgerContract()
    {
        Oss = new(Time);
        OssLedger = Create(Oss, new(new ImmediateTimeProvider(Time), new Jitter(new Random(1))), Time);
    }

    private protected InMemoryOss Oss { get; }

    private protected override IRunLedger Ledger => OssLedger;

    private IRunLedger OssLedger { get; }

    [Fact]
    public async Task An_append_whose_reply_was_lost_is_won_and_not_lost_to_itself()
    {
        Oss.LoseNextReply();

        Assert.IsType<Append.Won>(await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), TestData.Claim(), default));
        Assert.Single((await Ledger.ReadAsync(TestData.RunId, default)).Records);
    }

    [Fact]
    public async Task A_record_of_an_unknown_kind_stops_the_reader_with_a_sentence()
    {
        foreach (var key in new[] { LedgerKeys.Slot(TestData.RunId, 0), LedgerKeys.Lines(TestData.RunId) })
        {
            await Oss.PutAsync(key, Encoding.ASCII.GetBytes("""{"kind":"from-the-future"}"""), default);
        }

        Assert.StartsWith("LEDGER-UNREADABLE: ", (await Assert.ThrowsAsync<InvalidDataException>(() => Ledger.ReadAsync(TestData.RunId, default))).Message, StringComparison.Ordinal);
    }

    private protected abstract IRunLedger Create(IOssClient oss, Retry retry, TimeProvider clock);
}

public sealed class SlotRunLedgerTests : OssRunLedgerContract
{
    [Fact]
    public async Task A_record_is_an_object_of_its_own_under_a_hashed_prefix()
    {
        await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), TestData.Claim(), default);

        Assert.Equal([$"r/{TestData.RunId.KeyHash[..2]}/{TestData.RunId.KeyHash}/{TestData.RunId.UploadHash}/0000.json"], Oss.Keys);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_run_that_goes_on_is_read_in_one_round_of_four(int records)
    {
        var log = RunHistory.Empty(TestData.RunId);

        for (var seq = 0; seq < records; seq++)
        {
            log = ((Append.Won)await Ledger.TryAppendAsync(log, TestData.Claim(seq, epoch: seq + 1), default)).History;
        }

        Assert.Equal(records, (await Ledger.ReadAsync(TestData.RunId, default)).Records.Count);
        Assert.Equal(4, Oss.ReadsAsked);
    }

    private protected override IRunLedger Create(IOssClient oss, Retry retry, TimeProvider clock) => new SlotRunLedger(oss, retry, clock);
}

public sealed class AppendRunLedgerTests : OssRunLedgerContract
{
    [Fact]
    public async Task A_record_is_a_line_of_the_runs_object()
    {
        await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), TestData.Claim(), default);

        Assert.Equal([$"a/{TestData.RunId.KeyHash[..2]}/{TestData.RunId.KeyHash}/{TestData.RunId.UploadHash}.jsonl"], Oss.Keys);
    }

    private protected override IRunLedger Create(IOssClient oss, Retry retry, TimeProvider clock) => new AppendRunLedger(oss, retry, clock);
}
