using FcWorkflowTrigger.ConsolePage.Runs;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;

namespace FcWorkflowTrigger.Tests.ConsolePage;

/// <summary>The waterfall of a run, its charts and its filters.</summary>
public sealed class RunStepsTests
{
    private static readonly DateTimeOffset Uploaded = new(2026, 11, 24, 0, 14, 59, TimeSpan.Zero);

    [Fact]
    public void A_run_that_succeeded_is_shown_from_its_event_to_its_deliveries()
    {
        var steps = RunSteps.Create(
            [TestData.Claim(), Intent(2), Started(3), Done(10)],
            new(TestData.TaskId, "Succeed", "2026-11-24T00:15:03Z", "2026-11-24T00:15:08Z", [new("Act-1", "Succeed", "2026-11-24T00:15:03Z", "2026-11-24T00:15:07Z")], null),
            [new(3, "webhook-1", 2, "answered 500", At(400))]);

        Assert.Equal(
        [
            ("event", -1, 0), ("claim", 0, 0), ("register", 0, 2), ("start", 2, 3), ("task", 3, 8), ("activity", 3, 7), ("callback", 8, 10), ("end", 10, 10), ("delivery", 10, null),
        ],
        steps.Select(step => (step.Kind, Seconds(step.From), step.To is { } to ? Seconds(to) : (int?)null)));
        Assert.Equal(["request-1", "request-1", "request-1", "request-1", null, null, "request-9", "request-9", null], steps.Select(step => step.RequestId));
        Assert.Equal("delivery", Assert.Single(steps, step => step.IsBad).Kind);
    }

    [Fact]
    public void A_run_says_how_it_came_when_no_event_brought_it()
    {
        var backfill = TestData.Claim() with { Src = ClaimSource.From(TestData.Upload().AsBackfill()) };

        Assert.Equal("OSS event on its way", WhatOf(TestData.Claim()));
        Assert.Equal("uploaded; found later by a backfill", WhatOf(backfill));
        Assert.Equal("uploaded; found later by catch-up: its event was missed", WhatOf(backfill with { Via = ClaimVia.CatchUp }));
        Assert.Equal("uploaded; redriven later", WhatOf(TestData.Claim() with { Forerunner = TestData.RunId.Value }));

        static string WhatOf(ClaimRecord claim) => RunSteps.Create([claim], null, [])[0].What;
    }

    [Fact]
    public void The_record_of_a_claim_says_so_too()
    {
        var backfill = TestData.Claim() with { Src = ClaimSource.From(TestData.Upload().AsBackfill()) };

        Assert.Equal("claimed under rule 'video'", WhatOf(TestData.Claim()));
        Assert.Equal("claimed under rule 'video', by a backfill", WhatOf(backfill));
        Assert.Equal("claimed under rule 'video', by catch-up: its event was missed", WhatOf(backfill with { Via = ClaimVia.CatchUp }));

        static string WhatOf(ClaimRecord claim) => Timeline.Create([claim])[0].What;
    }

    [Fact]
    public void What_has_not_ended_has_no_end()
    {
        var steps = RunSteps.Create([TestData.Claim(), Intent(2)], null, []);

        Assert.Equal(("start", null), (steps[^1].Kind, steps[^1].To));
    }

    [Fact]
    public void A_task_does_not_begin_before_it_was_accepted_because_IMS_cuts_its_times_to_the_second()
    {
        var steps = RunSteps.Create([TestData.Claim(), Intent(2), Started(3)], new(TestData.TaskId, "Processing", "2026-11-24T00:15:02Z", null, [], null), []);

        Assert.Equal(3, Seconds(Assert.Single(steps, step => step.Kind == "task").From));
    }

    [Fact]
    public void A_start_that_was_refused_and_a_run_that_is_parked_are_marked()
    {
        var steps = RunSteps.Create([TestData.Claim(), Intent(2), new RefusedRecord { Seq = 2, At = At(3), Gen = 1, Code = "Throttling" }, new ParkRecord { Seq = 3, At = At(60), Reason = "StartOverdue" }], null, []);

        Assert.Equal([("start", 2), ("wait", 3), ("park", 60)], steps.Where(step => step.IsBad).Select(step => (step.Kind, Seconds(step.From))));
    }

    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("succeeded", "video", "BEACH", true)]
    [InlineData("failed", "", "", false)]
    [InlineData("", "audio", "", false)]
    [InlineData("", "", "forest", false)]
    [InlineData("", "", "task-7", true)]
    public void A_filter_takes_a_run_by_state_rule_and_text(string state, string rule, string text, bool takes)
    {
        var run = new RunSummary("0123", "succeeded", At(10), "media-in", "uploads/beach.mp4", "video", TaskId: "task-7");

        Assert.Equal(takes, new RunQuery([.. state.Split(',', StringSplitOptions.RemoveEmptyEntries)], rule, text, Uploaded, null, 0).Takes(run));
    }

    [Fact]
    public void Charts_count_by_the_hour_of_the_start_and_of_the_end()
    {
        RunSummary[] runs = [.. Enumerable.Range(1, 20).Select(seconds => new RunSummary(
            $"{seconds}", "succeeded", At(3600), UploadedAt: TestData.Now, StartedAt: TestData.Now.AddSeconds(seconds), EndedAt: At(3600)))];
        CatalogEntry[] entries = [.. runs.Select(run => new CatalogEntry(TestData.RunId, run.State, run.At))];

        var report = Charts.Create(entries, runs, undelivered: 3, At(3700));

        Assert.Equal((24, 20, 20, 3), (report.Hours.Count, report.Runs, report.Sampled, report.Undelivered));
        var (before, last) = (report.Hours[^2], report.Hours[^1]);
        Assert.Equal((20, new Quantiles(10, 19), 0), (before.Starts, before.ToStart, before.Ends.Count));
        Assert.Equal((0, new Quantiles(3600, 3600), 20), (last.Starts, last.ToEnd, last.Ends["succeeded"]));
    }

    private static DateTimeOffset At(int seconds) => TestData.Now.AddSeconds(seconds);

    private static int Seconds(DateTimeOffset at) => (int)(at - TestData.Now).TotalSeconds;

    private static IntentRecord Intent(int at) => new()
    {
        Seq = 1,
        At = At(at),
        By = "request-1/i",
        Gen = 1,
        MediaId = TestData.MediaId,
        AcsDate = At(at),
        AcsNonce = "n",
        UserDataSha = "s",
        NotAfter = At(900),
    };

    private static StartedRecord Started(int at) => new() { Seq = 2, At = At(at), By = "request-1/i", Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByReply };

    private static DoneRecord Done(int at) => new()
    {
        Seq = 3,
        At = At(at),
        By = "request-9/i",
        Outcome = "succeeded",
        How = "callback",
        Task = new(TestData.TaskId, "Succeed", "2026-11-24T00:15:03Z", "2026-11-24T00:15:08Z"),
    };
}
