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

    /// <summary>A run that was taken over and started a second time: the first claim tells of the upload, and what came last tells of the rest.</summary>
    [Fact]
    public void Of_several_records_the_last_counts_and_of_several_claims_the_first_tells_when()
    {
        RunRecord[] records =
        [
            TestData.Claim() with { WorkflowId = "first" },
            Intent(1, "asset-1"),
            new RefusedRecord { Seq = 2, Epoch = 1, At = TestData.Now, Gen = 1, Code = "First", RequestId = "R1" },
            TestData.Claim(3, 2, at: TestData.Now.AddHours(1)) with { WorkflowId = "second", Forerunner = "forerunner" },
            Intent(4, "asset-2"),
            new RefusedRecord { Seq = 5, Epoch = 2, At = TestData.Now, Gen = 2, Code = "Second", RequestId = "R2" },
            new ParkRecord { Seq = 6, Epoch = 2, At = TestData.Now.AddHours(2), Reason = ParkRecord.StartOverdue },
        ];

        var data = Assert.Single(OutcomeFactory.Create(new(TestData.RunId, records, records.Length))).Data;

        Assert.Equal(new OutcomeRun(TestData.RunId.Value, 6, "forerunner"), data.Run);
        Assert.Equal(new OutcomeRule("video", "second"), data.Rule);
        Assert.Equal("asset-2", data.Media?.Id);
        Assert.Equal(new OutcomeTimes(TestData.Now, TestData.Now.AddHours(2)), data.Times);
        Assert.Equal(new OutcomeReason("StartOverdue", "StartWorkflow", "R2", "Second"), data.Reason);
    }

    [Fact]
    public void A_task_is_told_with_its_times_and_an_upload_with_its_event()
    {
        var started = new StartedRecord { Seq = 1, Epoch = 1, At = TestData.Now.AddMinutes(1), Gen = 1, TaskId = "task", How = StartedRecord.ByReply };
        var done = new DoneRecord { Seq = 2, Epoch = 1, At = TestData.Now.AddMinutes(2), Outcome = "succeeded", How = "poll", Task = new("task", "Succeed", "created", "finished") };

        var data = Assert.Single(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1).With(started, 2).With(done, 3))).Data;

        Assert.Equal(new OutcomeTask("task", "Succeed", "created", "finished"), data.Task);
        Assert.Equal(new OutcomeTimes(TestData.Now, done.At, started.At), data.Times);
        Assert.Equal(
            new OutcomeUpload("cn-shanghai", "media-in", "uploads/beach.mp4", TestData.Upload().ETag, 10, "ObjectCreated:PutObject", "2026-11-24T00:14:59.000Z", TestData.Upload().RequestId),
            data.Upload);
    }

    [Fact]
    public void A_cancellation_tells_its_detail_and_not_the_note_of_a_person()
    {
        var cancel = new CancelRecord { Seq = 1, Epoch = 1, At = TestData.Now, Reason = CancelRecord.SidecarInvalid, Detail = "field title is empty", Note = "internal" };

        Assert.Equal(new OutcomeReason("SidecarInvalid", Detail: "field title is empty"), ReasonOf(cancel));
    }

    [Fact]
    public void A_run_that_is_parked_for_another_reason_tells_no_refusal()
    {
        var refused = new RefusedRecord { Seq = 1, Epoch = 1, At = TestData.Now, Gen = 1, Code = "NeverArrived" };

        Assert.Equal(new OutcomeReason("StartUnknown"), ReasonOf(refused, new ParkRecord { Seq = 2, Epoch = 1, At = TestData.Now, Reason = ParkRecord.StartUnknown }));
    }

    [Fact]
    public void An_outcome_lies_in_the_trace_of_the_upload()
    {
        var claim = TestData.Claim() with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        var reject = new RejectRecord { Seq = 1, Epoch = 1, At = TestData.Now, Code = "InvalidParameter", Action = "StartWorkflow" };

        var outcome = Assert.Single(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(claim, 1).With(reject, 2)));

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", outcome.Trace?.TraceId);
    }

    [Fact]
    public void A_run_that_has_not_ended_has_no_outcome() =>
        Assert.Empty(OutcomeFactory.Create(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1)));

    private static OutcomeReason? ReasonOf(params RunRecord[] records) =>
        Assert.Single(OutcomeFactory.Create(new(TestData.RunId, [TestData.Claim(), .. records], records.Length + 1))).Data.Reason;

    private static IntentRecord Intent(int seq, string mediaId) => new()
    {
        Seq = seq,
        Epoch = 1,
        At = TestData.Now,
        MediaId = mediaId,
        Gen = 1,
        AcsDate = TestData.Now,
        AcsNonce = "nonce",
        UserDataSha = "sha",
        NotAfter = TestData.Now,
    };

    private sealed record UnknownRecord : RunRecord;
}
