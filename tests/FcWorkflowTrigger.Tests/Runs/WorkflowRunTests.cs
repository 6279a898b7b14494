using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class WorkflowRunTests
{
    [Fact]
    public void An_empty_log_is_an_unclaimed_run() => Assert.IsType<WorkflowRun.Unclaimed>(Fold());

    [Fact]
    public void A_second_claim_takes_over()
    {
        var run = Assert.IsType<WorkflowRun.Claimed>(Fold(TestData.Claim(), TestData.Claim(seq: 1, epoch: 2, by: "request-2/i")));

        Assert.Equal((2, "request-2/i"), (run.Epoch, run.Claim.By));
    }

    [Fact]
    public void A_refused_generation_makes_room_for_the_next() =>
        Assert.Equal(4, Assert.IsType<WorkflowRun.Claimed>(Fold(TestData.Claim(), Intent(3), new RefusedRecord { Gen = 3, Code = "c" })).NextGeneration);

    [Fact]
    public void After_a_claim_over_an_intent_the_start_stays_unknown() =>
        Assert.IsType<WorkflowRun.Intended>(Fold(TestData.Claim(), Intent(1), TestData.Claim(seq: 2, epoch: 2)));

    [Fact]
    public void A_resumed_run_goes_on_from_where_it_was_parked()
    {
        Assert.IsType<WorkflowRun.Parked>(Fold(TestData.Claim(), Intent(2), Park()));
        Assert.Equal(2, Assert.IsType<WorkflowRun.Intended>(Fold(TestData.Claim(), Intent(2), Park(), TestData.Claim(seq: 3, epoch: 2))).Intent.Gen);
        Assert.IsType<WorkflowRun.Started>(Fold(TestData.Claim(), Intent(2), Park(), Started()));
    }

    [Fact]
    public void A_task_that_was_given_up_can_still_end()
    {
        var done = new DoneRecord { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") };

        Assert.IsType<WorkflowRun.Finished>(Fold(TestData.Claim(), Intent(1), Started(), Park(), done));
    }

    [Fact]
    public void A_parked_run_can_be_canceled() =>
        Assert.IsType<WorkflowRun.Finished>(Fold(TestData.Claim(), Park(), new CancelRecord { Reason = "r" }));

    [Fact]
    public void A_claim_that_waits_for_a_sidecar_is_ended_by_one_that_is_planned()
    {
        Assert.Equal(TestData.Now, Assert.IsType<WorkflowRun.Waiting>(Fold(Waiting(0))).Wait.Until);
        Assert.IsType<WorkflowRun.Waiting>(Fold(Waiting(0), Waiting(1)));
        Assert.Equal(1, Assert.IsType<WorkflowRun.Claimed>(Fold(Waiting(0), TestData.Claim(seq: 1, epoch: 2))).NextGeneration);
    }

    [Fact]
    public void A_run_that_waits_for_its_sidecar_can_only_be_canceled()
    {
        Assert.IsType<WorkflowRun.Finished>(Fold(Waiting(0), new CancelRecord { Reason = "r" }));
        Assert.Throws<InvalidDataException>(() => Fold(Waiting(0), Intent(1)));
        Assert.Throws<InvalidDataException>(() => Fold(Waiting(0), Started()));
        Assert.Throws<InvalidDataException>(() => Fold(Waiting(0), Park()));
    }

    [Fact]
    public void A_planned_run_never_waits_again() =>
        Assert.Throws<InvalidDataException>(() => Fold(Waiting(0), TestData.Claim(seq: 1, epoch: 2), Waiting(2)));

    [Fact]
    public void A_log_in_the_wrong_order_is_refused_with_an_exception()
    {
        Assert.StartsWith("LEDGER-ORDER: ", Assert.Throws<InvalidDataException>(() => Fold(Intent(1))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Fold(TestData.Claim(), Started(), Intent(2)));
        Assert.Throws<InvalidDataException>(() => Fold(TestData.Claim(), Started(), Started()));
    }

    [Theory]
    [InlineData("unclaimed", "claim=Claimed wait=Waiting")]
    [InlineData("waiting", "claim=Claimed wait=Waiting cancel=Finished")]
    [InlineData("claimed", "claim=Claimed intent=Intended started=Started reject=Finished park=Parked cancel=Finished")]
    [InlineData("intended", "claim=Intended refused=Claimed started=Started reject=Finished park=Parked cancel=Finished")]
    [InlineData("started", "claim=Started overdue=Started done=Finished park=Parked")]
    [InlineData("overdue", "claim=Started done=Finished park=Parked")]
    [InlineData("parked when claimed", "claim=Claimed started=Started reject=Finished cancel=Finished")]
    [InlineData("parked when intended", "claim=Intended started=Started reject=Finished cancel=Finished")]
    [InlineData("parked when started", "claim=Started done=Finished reject=Finished cancel=Finished")]
    [InlineData("parked when overdue", "claim=Started done=Finished reject=Finished cancel=Finished")]
    [InlineData("done", "")]
    [InlineData("rejected", "")]
    [InlineData("canceled", "")]
    public void Each_kind_of_record_follows_the_states_that_it_may_follow_and_no_other(string state, string allowed)
    {
        var before = Before(state);
        var steps = Kinds.Select(kind => (kind.Key, Next: TryFold([.. before, kind.Value])));

        Assert.Equal(allowed, string.Join(' ', steps.Where(step => step.Next is not null).Select(step => $"{step.Key}={step.Next!.GetType().Name}")));
    }

    [Fact]
    public void A_claim_changes_nothing_of_a_started_run_but_its_claim()
    {
        var run = Assert.IsType<WorkflowRun.Started>(Fold([.. Before("overdue"), TestData.Claim(seq: 4, epoch: 2, by: "request-2/i")]));

        Assert.Equal((2, "request-2/i", TestData.TaskId, 60, 5), (run.Epoch, run.Claim.By, run.Start.TaskId, run.Overdue?.Within, run.History.Records.Count));
    }

    private static ClaimRecord Waiting(int seq)
    {
        var claim = TestData.Claim(seq, seq + 1);
        return claim with { Plan = claim.PlanOrDefault with { Sidecar = new(Required: true, TestData.Now) } };
    }

    private static Dictionary<string, RunRecord> Kinds => new()
    {
        ["claim"] = TestData.Claim(seq: 1, epoch: 2),
        ["wait"] = Waiting(1),
        ["intent"] = Intent(2),
        ["refused"] = new RefusedRecord { Gen = 1, Code = "c" },
        ["started"] = Started(),
        ["overdue"] = Overdue(),
        ["done"] = Done(),
        ["reject"] = new RejectRecord { Code = "c", Action = "StartWorkflow" },
        ["park"] = Park(),
        ["cancel"] = new CancelRecord { Reason = "r" },
    };

    private static RunRecord[] Before(string state) => state switch
    {
        "unclaimed" => [],
        "waiting" => [Waiting(0)],
        "claimed" => [TestData.Claim()],
        "intended" => [TestData.Claim(), Intent(1)],
        "started" => [TestData.Claim(), Intent(1), Started()],
        "overdue" => [TestData.Claim(), Intent(1), Started(), Overdue()],
        "done" => [TestData.Claim(), Intent(1), Started(), Done()],
        "rejected" => [TestData.Claim(), Kinds["reject"]],
        "canceled" => [TestData.Claim(), Kinds["cancel"]],
        _ => [.. Before(state["parked when ".Length..]), Park()],
    };

    private static WorkflowRun? TryFold(params RunRecord[] records)
    {
        try
        {
            return Fold(records);
        }
        catch (InvalidDataException refused) when (refused.Message.StartsWith($"LEDGER-ORDER: run {TestData.RunId} has a {records[^1].GetType().Name} where ", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static OverdueRecord Overdue() => new() { Within = 60 };

    private static DoneRecord Done() => new() { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") };

    private static IntentRecord Intent(int generation) => new()
    {
        Gen = generation,
        MediaId = TestData.MediaId,
        AcsDate = TestData.Now,
        AcsNonce = "n",
        UserDataSha = "s",
        NotAfter = TestData.Now,
    };

    private static ParkRecord Park() => new() { Reason = "r" };

    private static StartedRecord Started() => new() { Gen = 1, TaskId = TestData.TaskId, How = "reply" };

    private static WorkflowRun Fold(params RunRecord[] records) => WorkflowRun.From(new RunHistory(TestData.RunId, records, records.Length));
}
