using FcWorkflowTrigger.Ledger;
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

    [Fact]
    public async Task A_claim_is_leased_for_the_time_of_the_invocation_that_writes_it()
    {
        var unclaimed = new WorkflowRun.Unclaimed(RunHistory.Empty(TestData.RunId));
        var longer = TestData.Invocation() with { TimeLimit = TimeSpan.FromSeconds(600) };

        var run = await _journal.TryRecordAsync(unclaimed, TestData.Claim(), longer, default);

        Assert.Equal(630, Assert.IsType<WorkflowRun.Claimed>(run).Claim.Lease);
    }
}
