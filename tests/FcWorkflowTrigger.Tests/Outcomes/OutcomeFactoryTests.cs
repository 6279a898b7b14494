using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;

namespace FcWorkflowTrigger.Tests.Outcomes;

public sealed class OutcomeFactoryTests
{
    [Fact]
    public void A_record_of_an_unknown_kind_is_an_exception_and_not_an_outcome_that_is_dropped()
    {
        var history = RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1).With(new UnknownRecord { Seq = 1, Epoch = 1, At = TestData.Now }, 2);

        var failure = Assert.Throws<InvalidDataException>(() => OutcomeFactory.Create(history));

        Assert.StartsWith("OUTCOME-UNKNOWN: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(UnknownRecord), failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Case F11.</summary>
    [Fact]
    public void The_reason_of_a_refusal_is_the_message_of_IMS()
    {
        var reject = new RejectRecord { Seq = 1, Epoch = 1, At = TestData.Now, Code = "InvalidParameter", Action = "StartWorkflow", RequestId = "R", Message = "said" };

        var outcome = Assert.Single(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1).With(reject, 2)));

        Assert.Equal(new OutcomeReason("InvalidParameter", "StartWorkflow", "R", "said"), outcome.Data.Reason);
    }

    [Theory]
    [InlineData("said", "OperationDenied: said")]
    [InlineData(null, "OperationDenied")]
    public void A_run_that_IMS_refused_for_too_long_tells_the_last_refusal(string? message, string detail)
    {
        var refused = new RefusedRecord { Seq = 1, Epoch = 1, At = TestData.Now, Gen = 1, Code = "OperationDenied", RequestId = "R", Message = message };
        var park = new ParkRecord { Seq = 2, Epoch = 1, At = TestData.Now, Reason = ParkRecord.StartOverdue };

        var outcome = Assert.Single(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1).With(refused, 2).With(park, 3)));

        Assert.Equal(new OutcomeReason("StartOverdue", "StartWorkflow", "R", detail), outcome.Data.Reason);
    }

    [Fact]
    public void A_run_that_has_not_ended_has_no_outcome() =>
        Assert.Empty(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1)));

    private sealed record UnknownRecord : RunRecord;
}
