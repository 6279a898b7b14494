using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Ledger;

public sealed class OutboxTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _oss;

    public OutboxTests() => _oss = new(_time);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task An_end_is_announced_only_where_a_system_receives_outcomes(bool isUsed, int markers)
    {
        await Outbox(isUsed).AnnounceAsync(RunHistory.Empty(TestData.RunId), new CancelRecord { Seq = 3, At = TestData.Now, Reason = "r" }, default);

        Assert.Equal(Enumerable.Repeat(Marked(TestData.Now).Key, markers), _oss.Keys);
    }

    public static TheoryData<string, bool> Ends => new()
    {
        { "cancel", true },
        { "reject", true },
        { "done", true },
        { "Backfilled", false },
        { "AlreadyRun", false },
        { "park", false },
        { "overdue", false },
    };

    /// <summary>Other runs and other records cost no request.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Where_no_system_receives_outcomes_the_ends_of_runs_with_a_mark_are_announced(string end, bool isAnnounced)
    {
        RunRecord record = end switch
        {
            "done" => new DoneRecord { Seq = 3, At = TestData.Now, Outcome = "failed", How = "poll", Task = new("t", "Failed") },
            "reject" => new RejectRecord { Seq = 3, At = TestData.Now, Code = "c", Action = "a" },
            "park" => new ParkRecord { Seq = 3, At = TestData.Now, Reason = "r" },
            "overdue" => new OverdueRecord { Seq = 3, At = TestData.Now, Within = 60 },
            _ => new CancelRecord { Seq = 3, At = TestData.Now, Reason = end },
        };
        var claim = TestData.Claim() with { Plan = new(new("t"), "{}", Mark: new Dictionary<string, string> { ["ims"] = "{outcome}" }) };

        await Outbox(isUsed: false).AnnounceAsync(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1), record, default);
        Assert.Equal(0, _oss.Requests);
        await Outbox(isUsed: false).AnnounceAsync(RunHistory.Empty(TestData.RunId).With(claim, 1), record, default);

        Assert.Equal(isAnnounced ? [Marked(TestData.Now).Key] : [], _oss.Keys);
    }

    [Theory]
    [InlineData(44, true)]
    [InlineData(45, false)]
    public async Task A_marker_moves_only_to_another_hour(int minutes, bool stays)
    {
        var (marker, due) = (Marked(TestData.Now), TestData.Now.AddMinutes(minutes));
        await _oss.PutAsync(marker.Key, default, default);
        var before = _oss.Requests;
        var atDeletion = 0;
        _oss.Deleting = _ =>
        {
            atDeletion = _oss.Keys.Count;
            return Task.CompletedTask;
        };

        await Outbox().RescheduleAsync(marker, due, default);

        Assert.Equal([Marked(due).Key], _oss.Keys);
        Assert.Equal(stays ? (0, 0) : (2, 2), (_oss.Requests - before, atDeletion));
    }

    [Fact]
    public async Task A_marker_that_is_not_due_again_is_deleted()
    {
        await _oss.PutAsync(Marked(TestData.Now).Key, default, default);

        await Outbox().RescheduleAsync(Marked(TestData.Now), null, default);

        Assert.Empty(_oss.Keys);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    public async Task Ends_are_counted_now_or_later_due_up_to_a_number(int most, int count)
    {
        foreach (var hour in Enumerable.Range(0, 5))
        {
            await _oss.PutAsync(Marked(TestData.Now.AddHours(hour)).Key, default, default);
        }

        await _oss.PutAsync(new Marker(TestData.RunId, TestData.Now).Key, default, default);

        Assert.Equal(count, await Outbox().CountAsync(most, default));
    }

    [Fact]
    public async Task Of_a_moment_the_markers_of_its_hour_and_of_later_hours_are_listed_in_every_shard_from_the_one_that_is_first_now()
    {
        _time.Advance(TimeSpan.FromHours(3));
        var runs = Enumerable.Range(0, 300).Select(number => RunId.Create(TestData.Upload($"k{number}"), "video")).GroupBy(run => run.UploadHash[0]).Select(shard => shard.First()).ToArray();

        foreach (var (run, hour) in runs.SelectMany(run => Enumerable.Range(0, 5).Select(hour => (run, hour))))
        {
            await _oss.PutAsync(new Marker(run, TestData.Now.AddHours(hour), Marker.Undelivered, End: 3).Key, default, default);
        }

        var listed = new List<(char Shard, int Hour)>();

        await foreach (var (marker, _) in Outbox().ListDueAsync(TestData.Now.AddHours(1).AddMinutes(44), default))
        {
            listed.Add((marker.Run.UploadHash[0], marker.Hour.Hour));
        }

        var first = Marker.FirstShard(_time.GetUtcNow());
        Assert.NotEqual(0, first);
        Assert.Equal((Marker.Shards[first..] + Marker.Shards[..first]).SelectMany(shard => Enumerable.Range(1, 3).Select(hour => (shard, hour))), listed);
    }

    [Fact]
    public async Task A_marker_that_cannot_be_written_for_later_is_kept_where_it_is()
    {
        var time = new FakeTimeProvider(TestData.Now);
        var oss = Substitute.For<IOssClient>();
        oss.PutAsync(default!, default, default).ThrowsAsyncForAnyArgs(new OssException("PutObject", HttpStatusCode.Forbidden, "AccessDenied", null));
        var outbox = new Outbox(oss, new Retry(time, new(new Random(1))), time, isUsed: true);
        var marker = new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 3);

        await Assert.ThrowsAsync<OssException>(() => outbox.RescheduleAsync(marker, TestData.Now.AddHours(2), default));

        await oss.DidNotReceiveWithAnyArgs().DeleteAsync(default!, default);
    }

    private static Marker Marked(DateTimeOffset hour) => new(TestData.RunId, hour, Marker.Undelivered, End: 3);

    private Outbox Outbox(bool isUsed = true) => new(_oss, new Retry(_time, new(new Random(1))), _time, isUsed);
}
