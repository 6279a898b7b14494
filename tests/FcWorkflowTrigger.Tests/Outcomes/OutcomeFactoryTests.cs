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

    [Fact]
    public void A_run_that_has_not_ended_has_no_outcome() =>
        Assert.Empty(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1)));

    private sealed record UnknownRecord : RunRecord;
}
