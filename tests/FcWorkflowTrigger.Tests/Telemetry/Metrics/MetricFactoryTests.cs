using System.Reflection;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Telemetry.Metrics;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Telemetry.Traces;

namespace FcWorkflowTrigger.Tests.Telemetry.Metrics;

public sealed class MetricFactoryTests
{
    private static readonly DateTimeOffset From = TestData.Now.AddMinutes(-5);

    [Fact]
    public void Ends_are_counted_by_rule_state_reason_and_how_they_were_learnt()
    {
        var metrics = MetricFactory.CreateEnds([Run(Started(10), Done(100)), Run(Started(20), Done(90)), Run(Rejected(5))], From, TestData.Now);

        Assert.Equal(
            ["fcwt.rule=video fcwt.run.state=succeeded fcwt.learnt_by=callback: 2", "fcwt.rule=video fcwt.run.state=rejected fcwt.run.reason=InvalidParameter: 1"],
            Points(metrics, "fcwt.runs.ended"));
        Assert.Equal(["fcwt.rule=video: 2"], Points(metrics, "fcwt.runs.started"));
        Assert.Equal(["fcwt.ims.action=RegisterMediaInfo error.type=InvalidParameter: 1"], Points(metrics, "fcwt.starts.refused"));
        Assert.All(metrics.Where(metric => metric.Sum is not null), metric => Assert.Equal((AggregationTemporality.Delta, true), (metric.Sum!.AggregationTemporality, metric.Sum.IsMonotonic)));
        Assert.All(metrics.SelectMany(metric => metric.Sum?.DataPoints ?? []), point => Assert.True(point.StartTimeUnixNano < point.TimeUnixNano));
    }

    public static TheoryData<string> Refusals => [.. typeof(CancelRecord).GetFields(BindingFlags.Public | BindingFlags.Static).Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_run_that_a_rule_or_a_person_refused_to_start_is_counted_by_its_reason(string reason)
    {
        var metrics = MetricFactory.CreateEnds([Run(new CancelRecord { Seq = 1, Epoch = 1, At = TestData.Now, Reason = reason })], From, TestData.Now);

        Assert.Equal([$"fcwt.rule=video fcwt.run.state=canceled fcwt.run.reason={reason}: 1"], Points(metrics, "fcwt.runs.ended"));
        Assert.Empty(Points(metrics, "fcwt.runs.started"));
    }

    [Fact]
    public void Times_are_counted_from_the_upload_and_a_value_on_a_bound_lies_below_it()
    {
        // The upload was a second before the claim.
        var metrics = MetricFactory.CreateEnds([Run(Started(9), Done(100_000)), Run(Started(9), Done(0))], From, TestData.Now);

        var delay = Assert.Single(metrics.Single(metric => metric.Name == "fcwt.run.start.delay").Histogram!.DataPoints);
        Assert.Equal((2ul, 20.0, 10.0, 10.0), (delay.Count, delay.Sum, delay.Min, delay.Max));
        Assert.Equal(2ul, delay.BucketCounts[delay.ExplicitBounds.ToList().IndexOf(10)]);
        Assert.Equal(delay.ExplicitBounds.Count + 1, delay.BucketCounts.Count);

        var duration = Assert.Single(metrics.Single(metric => metric.Name == "fcwt.run.duration").Histogram!.DataPoints);
        Assert.Equal((1ul, 1ul, 100_004.0), (duration.BucketCounts[1], duration.BucketCounts[^1], duration.Sum));
    }

    [Fact]
    public void A_histogram_tells_its_least_and_its_greatest_value_and_its_stretch()
    {
        var delay = MetricFactory.CreateEnds([Run(Started(9), Done(50)), Run(Started(29), Done(50))], From, TestData.Now)
            .Single(metric => metric.Name == "fcwt.run.start.delay").Histogram!.DataPoints.Single();

        Assert.Equal((10.0, 30.0, 40.0), (delay.Min, delay.Max, delay.Sum));
        Assert.Equal((UnixNano.From(From), UnixNano.From(TestData.Now)), (delay.StartTimeUnixNano, delay.TimeUnixNano));
    }

    [Fact]
    public void The_first_start_of_a_run_is_the_one_that_its_upload_waited_for()
    {
        var delay = MetricFactory.CreateEnds([Run(Started(9), Started(3600), Done(4000))], From, TestData.Now).Single(metric => metric.Name == "fcwt.run.start.delay");

        Assert.Equal(10, delay.Histogram!.DataPoints.Single().Sum);
    }

    [Fact]
    public void An_event_with_a_time_after_its_claim_gives_no_negative_time()
    {
        var run = Run(Started(9), Done(19));
        var claim = (ClaimRecord)run.Records[0];
        var ahead = run with { Records = [claim with { Src = claim.Src with { EventTime = "2026-11-24T01:00:00.000Z" } }, .. run.Records.Skip(1)] };

        var metrics = MetricFactory.CreateEnds([ahead], From, TestData.Now);

        Assert.Equal(9, metrics.Single(metric => metric.Name == "fcwt.run.start.delay").Histogram!.DataPoints.Single().Min);
        Assert.Equal(20, metrics.Single(metric => metric.Name == "fcwt.run.duration").Histogram!.DataPoints.Single().Min);
    }

    [Fact]
    public void A_start_that_was_refused_for_now_is_counted_and_an_intent_is_no_start()
    {
        RefusedRecord refused = new() { Seq = 2, Epoch = 1, At = TestData.Now, Gen = 1, Code = "Throttling.User" };
        var metrics = MetricFactory.CreateEnds([Run(Intent(), refused, Rejected(5)), Run(Intent(), refused, Started(10), Done(20))], From, TestData.Now);

        Assert.Equal(
            ["fcwt.ims.action=StartWorkflow error.type=Throttling.User: 2", "fcwt.ims.action=RegisterMediaInfo error.type=InvalidParameter: 1"],
            Points(metrics, "fcwt.starts.refused"));
        Assert.Equal(["fcwt.rule=video: 1"], Points(metrics, "fcwt.runs.started"));
    }

    [Fact]
    public void What_a_sweep_has_seen_is_of_its_end()
    {
        var metrics = MetricFactory.CreateSweep(new(new(From, TimeSpan.FromSeconds(3), 1, 2, 3, 5, 4), Undelivered: 6, []));

        Assert.All(metrics.SelectMany(metric => metric.Gauge?.DataPoints ?? metric.Sum?.DataPoints ?? []), point => Assert.Equal(UnixNano.From(From.AddSeconds(3)), point.TimeUnixNano));
        var duration = metrics.Single(metric => metric.Name == "fcwt.sweep.duration").Histogram!.DataPoints.Single();
        Assert.Equal((UnixNano.From(From), UnixNano.From(From.AddSeconds(3))), (duration.StartTimeUnixNano, duration.TimeUnixNano));
    }

    [Fact]
    public void A_run_that_repeats_another_tells_no_time_since_its_upload()
    {
        var repeated = Run(Started(10), Done(100));
        var metrics = MetricFactory.CreateEnds(
            [repeated with { Records = [(ClaimRecord)repeated.Records[0] with { Forerunner = TestData.RunId.Value }, .. repeated.Records.Skip(1)] }], From, TestData.Now);

        Assert.Empty(metrics.Single(metric => metric.Name == "fcwt.run.duration").Histogram!.DataPoints);
        Assert.Single(Points(metrics, "fcwt.runs.ended"));
    }

    [Fact]
    public void Budgets_are_told_with_their_limits()
    {
        var metrics = MetricFactory.CreateSweep(new(new(From, TimeSpan.FromSeconds(3), 1, 2, 3, 5, 4), Undelivered: null, [new("video", "runsPerDay", 7, 10)]));

        Assert.Equal(["fcwt.budget.scope=video fcwt.budget.kind=runsPerDay: 7"], Points(metrics, "fcwt.budget.used"));
        Assert.Equal(["fcwt.budget.scope=video fcwt.budget.kind=runsPerDay: 10"], Points(metrics, "fcwt.budget.limit"));
        Assert.Equal(["fcwt.run.state=open: 1", "fcwt.run.state=waiting: 2", "fcwt.run.state=parked: 3"], Points(metrics, "fcwt.runs.open"));
        Assert.Equal([": 5"], Points(metrics, "fcwt.runs.overdue"));
        Assert.Equal([": 4"], Points(metrics, "fcwt.sweep.errors"));
        Assert.Equal(3, metrics.Single(metric => metric.Name == "fcwt.sweep.duration").Histogram!.DataPoints.Single().Sum);
        Assert.DoesNotContain(metrics, metric => metric.Name == "fcwt.outcomes.undelivered");
    }

    private static string[] Points(IReadOnlyList<Metric> metrics, string name)
    {
        var metric = metrics.Single(metric => metric.Name == name);
        return [.. (metric.Sum?.DataPoints ?? metric.Gauge!.DataPoints).Select(point =>
            $"{string.Join(' ', point.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value.StringValue}"))}: {point.AsInt}")];
    }

    private static RunHistory Run(params RunRecord[] records) => new(TestData.RunId, [TestData.Claim(), .. records], 1);

    private static IntentRecord Intent() =>
        new() { Seq = 1, Epoch = 1, At = TestData.Now, Gen = 1, MediaId = TestData.MediaId, AcsDate = TestData.Now, AcsNonce = "n", UserDataSha = "s", NotAfter = TestData.Now };

    private static StartedRecord Started(int seconds) =>
        new() { Seq = 1, Epoch = 1, At = TestData.Now.AddSeconds(seconds), Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByReply };

    private static DoneRecord Done(int seconds) => new()
    {
        Seq = 2,
        Epoch = 1,
        At = TestData.Now.AddSeconds(seconds + 1),
        Outcome = EndEntry.Succeeded,
        How = "callback",
        Task = new(TestData.TaskId, "Succeed"),
    };

    private static RejectRecord Rejected(int seconds) => new() { Seq = 1, Epoch = 1, At = TestData.Now.AddSeconds(seconds), Code = "InvalidParameter", Action = "RegisterMediaInfo" };
}
