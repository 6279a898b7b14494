using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Cli.Backfill;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Tests.Ledger;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class BackfillSenderTests
{
    private readonly List<string> _asked = [];
    private readonly List<(long Done, BackfillRow Row)> _told = [];

    [Fact]
    public async Task What_came_of_each_object_is_told_in_the_order_of_the_source()
    {
        var slow = new TaskCompletionSource();

        var sending = SendAsync(3, async key =>
        {
            await (key == "0" ? slow.Task : Task.CompletedTask);
            return Answer(new BackfillResult(BackfillResult.Opened, "video", $"run {key}", "open"));
        });
        Assert.Equal(["0", "1", "2"], _asked);
        Assert.Empty(_told);
        slow.SetResult();

        Assert.True(await sending);
        Assert.Equal([(1, "run 0"), (2, "run 1"), (3, "run 2")], _told.Select(told => (told.Done, told.Row.Run!)));
    }

    [Fact]
    public async Task A_failure_is_told_with_its_code_and_stops_nothing_else()
    {
        Assert.True(await SendAsync(3, key => key == "1" ? throw new FunctionException("RULES-UNDECIDED", "slow") : Task.FromResult(Answer(new BackfillResult(BackfillResult.Refused, Reason: "NoRule")))));

        Assert.Equal([("refused", "NoRule"), ("failed", "RULES-UNDECIDED"), ("refused", "NoRule")], _told.Select(told => (told.Row.Result, told.Row.Reason!)));
    }

    [Fact]
    public async Task An_answer_that_is_none_and_no_answer_are_failures()
    {
        await SendAsync(2, key => key == "0" ? Task.FromResult(Encoding.UTF8.GetBytes("ok")) : throw new HttpRequestException("refused"));

        Assert.Equal(["REPLY-EMPTY", "FC-UNREACHABLE"], _told.Select(told => told.Row.Reason));
    }

    [Fact]
    public async Task Ten_failures_in_a_row_are_one_cause_and_stop_the_rest()
    {
        Assert.False(await SendAsync(40, _ => throw new FunctionException("FC-AccessDenied", "no right")));

        Assert.InRange(_asked.Count, 10, 20);
        Assert.Equal(_asked.Count, _told.Count);
    }

    [Fact]
    public async Task When_it_is_stopped_what_is_under_way_is_waited_for()
    {
        using var stop = new CancellationTokenSource();

        Assert.False(await SendAsync(
            3,
            async key =>
            {
                await stop.CancelAsync();
                return Answer(new BackfillResult(BackfillResult.Opened, "video", $"run {key}", "open"));
            },
            stop.Token));

        Assert.Equal(["0"], _asked);
        Assert.Equal("run 0", Assert.Single(_told).Row.Run);
    }

    private Task<bool> SendAsync(int count, Func<string, Task<byte[]>> answer, CancellationToken cancellationToken = default)
    {
        var time = new ImmediateTimeProvider(TimeProvider.System);
        var pace = new BackfillPace(perSecond: 1e9, null, new InMemoryOss(time), new Retry(time, new(new Random(1))), time);
        var candidates = Enumerable.Range(0, count)
            .Select(number => new Candidate(new(number + 1, $"{number}"), TestData.Upload(key: $"{number}"), [new($"{number}", 1, "video", BackfillRow.New)]))
            .ToArray();

        return new BackfillSender(
            document =>
            {
                using var request = JsonDocument.Parse(document);
                var key = request.RootElement.GetProperty("backfill").GetProperty("key").GetString()!;
                _asked.Add(key);
                return answer(key);
            },
            rule: null,
            pace).SendAsync(candidates, _ => { }, (candidate, rows) => _told.AddRange(rows.Select(row => (candidate.Done.Count, row))), cancellationToken);
    }

    private static byte[] Answer(BackfillResult result) => JsonSerializer.SerializeToUtf8Bytes(new([result]), IngestJson.Default.BackfillReply);
}
