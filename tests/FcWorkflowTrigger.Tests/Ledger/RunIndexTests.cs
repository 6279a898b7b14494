using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Ledger;

/// <summary>The lists of ended and of parked runs.</summary>
public sealed class RunIndexTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _oss;
    private readonly RunIndex _index;

    public RunIndexTests()
    {
        _oss = new(_time);
        _index = new(_oss, new Retry(_time, new(new Random(1))));
    }

    [Fact]
    public async Task Every_end_of_the_hours_asked_for_is_listed_and_no_other()
    {
        // Twenty runs in each of five hours. The pages of this OSS hold two objects.
        for (var hour = -3; hour <= 1; hour++)
        {
            for (var number = 0; number < 20; number++)
            {
                await _index.PutEndAsync(Ended(number + (20 * hour), TestData.Now.AddHours(hour)), default);
            }
        }

        var listed = await _index.ListEndsAsync(TestData.Now.AddHours(-2), TestData.Now, default).ToArrayAsync();

        Assert.Equal(60, listed.Select(entry => entry.Run).Distinct().Count());
        Assert.Equal(60, listed.Length);
        Assert.All(listed, entry => Assert.InRange(entry.Hour, Hour(-2), Hour(0)));
    }

    [Fact]
    public async Task Ends_before_and_after_the_hours_asked_for_cost_no_request()
    {
        for (var number = 0; number < 200; number++)
        {
            await _index.PutEndAsync(Ended(number, TestData.Now.AddDays(-2)), default);
            await _index.PutEndAsync(Ended(number + 1000, TestData.Now.AddHours(2)), default);
        }

        var before = _oss.Requests;

        Assert.Empty(await _index.ListEndsAsync(TestData.Now.AddHours(-1), TestData.Now, default).ToArrayAsync());
        Assert.Equal(16, _oss.Requests - before);
    }

    [Fact]
    public async Task A_run_that_has_not_ended_gets_no_entry()
    {
        await _index.PutEndAsync(RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1), default);

        Assert.Empty(_oss.Keys);
    }

    [Fact]
    public async Task A_parked_run_is_listed_with_reason_and_time_until_its_mark_is_taken_away()
    {
        await _index.PutParkedAsync(TestData.RunId, new() { Reason = ParkRecord.TaskLost, At = TestData.Now }, default);

        Assert.Equal([new(new(TestData.RunId, IsWaiting: false), TestData.Now)], await _index.ListMarksAsync(default).ToArrayAsync());
        Assert.Equal(new ParkedRun("TaskLost", TestData.Now), await _index.ReadParkedAsync(TestData.RunId, default));
        Assert.Equal("""{"reason":"TaskLost","at":"2026-11-24T00:15:00+00:00"}""", System.Text.Encoding.UTF8.GetString((await _oss.GetAsync($"p/{TestData.RunId}", default))!));

        await _index.DeleteParkedAsync(TestData.RunId, default);

        Assert.Empty(await _index.ListMarksAsync(default).ToArrayAsync());
        Assert.Null(await _index.ReadParkedAsync(TestData.RunId, default));
    }

    private static DateTimeOffset Hour(int offset) => new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).AddHours(offset);

    private static RunHistory Ended(int number, DateTimeOffset at) => RunHistory.Empty(RunId.Create(TestData.Upload(requestId: $"upload {number}"), "video"))
        .With(TestData.Claim(), 1)
        .With(new CancelRecord { Reason = CancelRecord.ByOperator, Seq = 1, At = at }, 2);
}
