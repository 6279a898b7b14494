using System.Globalization;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Ledger;

public sealed class InMemoryRunLedgerTests : RunLedgerContract
{
    private readonly InMemoryRunLedger _ledger;

    public InMemoryRunLedgerTests() => _ledger = new(Time);

    private protected override IRunLedger Ledger => _ledger;
}

/// <summary>The two OSS ledgers promise more than the contract: they recognize their own write after its reply was lost.</summary>
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
    public async Task A_place_that_another_record_of_the_same_process_took_while_the_reply_was_unclear_is_lost()
    {
        var (own, other) = (TestData.Claim(), TestData.Claim());
        Oss.LetAnotherWriteFirst(JsonSerializer.SerializeToUtf8Bytes<RunRecord>(other, LedgerJson.Default.RunRecord));

        Assert.Equal(own.By, other.By);
        Assert.IsType<Append.Lost>(await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), own, default));
        Assert.Equal(other, Assert.Single((await Ledger.ReadAsync(TestData.RunId, default)).Records));
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(15)]
    public async Task A_listing_begins_with_the_shard_that_is_asked_for_and_ends_with_the_one_before_it(int firstShard)
    {
        foreach (var number in Enumerable.Range(0, 100))
        {
            await Ledger.PutMarkerAsync(new(RunId.Create(TestData.Upload($"k{number}"), "video"), TestData.Now), TestData.Claim(), default);
        }

        var shards = new List<char>();

        await foreach (var marker in Ledger.ListMarkersAsync(TimeSpan.Zero, firstShard, default))
        {
            shards.Add(marker.Run.UploadHash[0]);
        }

        Assert.Equal(100, shards.Count);
        Assert.Equal(Marker.Shards[firstShard..] + Marker.Shards[..firstShard], string.Concat(shards.Distinct()));
        Assert.Equal(16, shards.Zip(shards.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
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

    [Theory]
    [InlineData(7, 0)]
    [InlineData(7, 0, 1, 2)]
    [InlineData(7, 0, 1, 2, 3, 4, 5)]
    [InlineData(7, 1)]
    [InlineData(7, 1, 2, 3)]
    [InlineData(7, 3)]
    [InlineData(7, 1, 2, 3, 4, 5)]
    [InlineData(7, 5)]
    [InlineData(14, 4, 5, 6, 7, 8, 9, 10, 11)]
    public async Task A_later_record_without_an_earlier_one_is_said_and_no_log(int records, params int[] lost)
    {
        await AppendAsync(records);
        Time.Advance(TimeSpan.FromDays(120));
        await LoseAsync(lost);

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => Ledger.ReadAsync(TestData.RunId, default));

        Assert.StartsWith($"LEDGER-INCOMPLETE: the log of run {TestData.RunId} ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 4)]
    [InlineData(7, 4, 5)]
    public async Task A_gap_in_a_young_log_is_said_too(int records, params int[] lost)
    {
        await AppendAsync(records);
        await LoseAsync(lost);

        var problem = await Assert.ThrowsAsync<LedgerIncompleteException>(() => Ledger.ReadAsync(TestData.RunId, default));

        Assert.Contains($" record {lost[0]} is not", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_was_listed_and_then_is_gone_is_said_and_no_log()
    {
        await AppendAsync(4);
        Time.Advance(TimeSpan.FromDays(120));
        await LoseAsync(3);
        Oss.ListDeletedOnce(LedgerKeys.Slot(TestData.RunId, 3));

        var problem = await Assert.ThrowsAsync<LedgerIncompleteException>(() => Ledger.ReadAsync(TestData.RunId, default));

        Assert.EndsWith("Look in the IMS console whether its workflow has run.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_which_nothing_is_left_is_empty()
    {
        await AppendAsync(3);
        await LoseAsync(0, 1, 2);

        Assert.Empty((await Ledger.ReadAsync(TestData.RunId, default)).Records);
    }

    [Theory]
    [InlineData("11:59:59.9999999", 4)]
    [InlineData("12:00:00", 5)]
    public async Task Only_a_log_of_half_a_day_that_may_go_on_costs_a_listing(string age, int requests)
    {
        await AppendAsync(2);
        Time.Advance(TimeSpan.Parse(age, CultureInfo.InvariantCulture));
        var before = Oss.Requests;

        await Ledger.ReadAsync(TestData.RunId, default);

        Assert.Equal(requests, Oss.Requests - before);
    }

    [Fact]
    public async Task An_old_log_that_has_ended_costs_none()
    {
        var log = await AppendAsync(3);
        await Ledger.TryAppendAsync(log, new CancelRecord { Seq = 3, Epoch = 1, Nonce = "n", At = TestData.Now, By = "b", Reason = "r" }, default);
        Time.Advance(TimeSpan.FromDays(100));
        var before = Oss.Requests;

        Assert.Equal(4, (await Ledger.ReadAsync(TestData.RunId, default)).Records.Count);
        Assert.Equal(4, Oss.Requests - before);
    }

    private async Task<RunHistory> AppendAsync(int records)
    {
        var log = RunHistory.Empty(TestData.RunId);

        for (var seq = 0; seq < records; seq++)
        {
            log = ((Append.Won)await Ledger.TryAppendAsync(log, TestData.Claim(seq, epoch: seq + 1), default)).History;
        }

        return log;
    }

    private async Task LoseAsync(params int[] slots)
    {
        foreach (var slot in slots)
        {
            await Oss.DeleteAsync(LedgerKeys.Slot(TestData.RunId, slot), default);
        }
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
