using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Telemetry.Export;

public sealed class DueEndsTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _oss;
    private readonly DueEnds _ends;

    public DueEndsTests()
    {
        _oss = new(_time);
        _ends = new(new(_oss, new Retry(_time, new(new Random(1)))), _time);
    }

    [Fact]
    public async Task The_first_ends_after_the_cursor_come_in_the_order_in_which_they_were_entered()
    {
        var entered = new List<string>();

        for (var number = 0; number < 5; number++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            entered.Add(await EnterAsync($"{number}"));
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        var first = await _ends.FindAsync(ExportCursor.BeginAt(TestData.Now), most: 2, default);
        var next = await _ends.FindAsync(ExportCursor.Behind(first.Due[^1], []), most: 10, default);

        Assert.Equal(entered[..2], first.Due.Select(listed => listed.End.Key));
        Assert.Equal(entered[2..], next.Due.Select(listed => listed.End.Key));
    }

    [Fact]
    public async Task Ends_that_were_entered_at_the_same_time_come_in_order_of_key_and_each_once()
    {
        var entered = new[] { await EnterAsync("1"), await EnterAsync("2"), await EnterAsync("3") };
        _time.Advance(TimeSpan.FromMinutes(1));

        var first = await _ends.FindAsync(ExportCursor.BeginAt(TestData.Now), most: 2, default);
        var next = await _ends.FindAsync(ExportCursor.Behind(first.Due[^1], []), most: 10, default);

        Assert.Equal(entered.Order(StringComparer.Ordinal), first.Due.Concat(next.Due).Select(listed => listed.End.Key));
    }

    private async Task<string> EnterAsync(string name)
    {
        var key = new EndEntry(RunId.Create(TestData.Upload(requestId: name), "video"), 3, EndEntry.Succeeded, _time.GetUtcNow()).Key;
        await _oss.PutAsync(key, ReadOnlyMemory<byte>.Empty, default);
        return key;
    }
}
