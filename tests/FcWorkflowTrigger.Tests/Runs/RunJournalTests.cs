using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Tests.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class RunJournalTests
{
    private readonly RunJournal _journal;

    public RunJournalTests()
    {
        var time = new FakeTimeProvider(TestData.Now);
        _journal = new(new InMemoryRunLedger(time), time);
    }

    [Fact]
    public async Task A_record_that_a_reader_could_not_apply_never_reaches_the_ledger()
    {
        var unclaimed = new WorkflowRun.Unclaimed(RunHistory.Empty(TestData.RunId));

        await Assert.ThrowsAsync<InvalidDataException>(
            () => _journal.TryRecordAsync(unclaimed, new ParkRecord { Reason = ParkRecord.TaskLost }, TestData.Invocation(), default));

        Assert.IsType<WorkflowRun.Unclaimed>(await _journal.ReadAsync(TestData.RunId, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_has_its_place_among_the_records_its_claim_its_time_and_its_writer(bool appends)
    {
        var time = new FakeTimeProvider(TestData.Now);
        var (oss, retry) = (new InMemoryOss(time), new Retry(time, new(new Random(1))));
        var journal = new RunJournal(appends ? new AppendRunLedger(oss, retry, time) : new SlotRunLedger(oss, retry, time), time);
        var unsigned = TestData.Claim(seq: 7, epoch: 7, by: "nobody", at: TestData.Now.AddDays(-1));
        WorkflowRun run = new WorkflowRun.Unclaimed(RunHistory.Empty(TestData.RunId));

        foreach (var (record, request) in new (RunRecord, string)[] { (unsigned, "request-1"), (unsigned, "request-2"), (new ParkRecord { Reason = ParkRecord.StartOverdue }, "request-3") })
        {
            run = (await journal.TryRecordAsync(run, record, TestData.Invocation(request), default))!;
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var records = (await journal.ReadAsync(TestData.RunId, default)).History.Records;
        Assert.Equal(
            [(0, 1, TestData.Now, "request-1/instance-1"), (1, 2, TestData.Now.AddMinutes(1), "request-2/instance-1"), (2, 2, TestData.Now.AddMinutes(2), "request-3/instance-1")],
            records.Select(record => (record.Seq, record.Epoch, record.At, record.By)));
        Assert.All(records, record => Assert.Matches("^[A-Za-z0-9_-]{22}$", record.Nonce));
        Assert.Equal(3, records.Select(record => record.Nonce).Distinct().Count());
    }

    [Fact]
    public async Task A_claim_is_leased_for_the_time_of_the_invocation_that_writes_it()
    {
        var unclaimed = new WorkflowRun.Unclaimed(RunHistory.Empty(TestData.RunId));
        var longer = TestData.Invocation() with { TimeLimit = TimeSpan.FromSeconds(600) };

        var run = await _journal.TryRecordAsync(unclaimed, TestData.Claim(), longer, default);

        Assert.Equal(630, Assert.IsType<WorkflowRun.Claimed>(run).Claim.Lease);
    }
}
