using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Triggers;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

/// <summary>Function Compute while its events cannot be saved. Every invocation fails by a fault, so that it needs no process.</summary>
public sealed class FcDurabilityTests : IDisposable
{
    private const string Events = "fc-events";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly TemporaryData _data = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly FakeTimeProvider _time = TestData.Time();

    // The pauses between two attempts to save: no timer fires while they pass.
    private readonly FakeTimeProvider _pauses = TestData.Time();
    private readonly Faults _faults = new();
    private readonly EmulatorClock _clock;
    private readonly FunctionConfig _function;

    public FcDurabilityTests()
    {
        _faults.Add(TestData.Fault("fc", "*", "fail") with { Times = int.MaxValue });
        _clock = TestData.Clock(_time);
        _function = TestData.Function("ingest", new(0, TimeSpan.FromHours(1))) with
        {
            Triggers = [new TriggerConfig.Timer("timer", "@every 5m", ""), new TriggerConfig.Oss("oss", "media-in", ["oss:ObjectCreated:*"], "uploads/", "")],
        };
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_timer_fires_for_every_period_though_its_events_could_not_be_saved_for_a_while()
    {
        var (functions, queue, data) = Started();
        new TimerTriggers([_function], queue, _clock, data, _stopping.Token).Start();
        _data.Block(Events);

        _time.Advance(Period);
        _time.Advance(Period);
        Assert.Empty(functions.Watch().Invocations);
        _data.Unblock(Events);
        await InvokedAsync(functions, 2);
        _time.Advance(Period);

        await InvokedAsync(functions, 3);
    }

    [Fact]
    public async Task An_uploads_event_waits_for_room_and_is_delivered_once()
    {
        var (functions, queue, data) = Started();
        var oss = Oss(queue, data);
        _data.Block(Events);

        oss.Put("media-in", "uploads/a.mp4", [1], "video/mp4");

        Assert.Empty(functions.Watch().Invocations);
        _data.Unblock(Events);
        await InvokedAsync(functions, 1);
        Assert.Empty(new OssStore(_clock, _data.Open()).Unsent);
    }

    [Fact]
    public async Task An_uploads_event_that_found_no_room_is_delivered_after_a_restart()
    {
        _data.Block(Events);
        using (var first = new CancellationTokenSource())
        {
            var (functions, queue, data) = Started();
            var stopped = new OssStore(_clock, data);
            stopped.CreateBucket("media-in");
            stopped.Created += new OssTriggers([_function], queue, stopped, data, first.Token).OnCreated;
            stopped.Put("media-in", "uploads/a.mp4", [1], "video/mp4");
            await first.CancelAsync();
            Assert.Empty(functions.Watch().Invocations);
        }

        _data.Unblock(Events);
        var (restarted, next, folder) = Started();
        var oss = new OssStore(_clock, folder);
        new OssTriggers([_function], next, oss, folder, _stopping.Token).Resume();

        await InvokedAsync(restarted, 1);
        Assert.Empty(new OssStore(_clock, _data.Open()).Unsent);
    }

    [Fact]
    public async Task An_event_whose_failed_attempt_cannot_be_saved_still_reaches_its_failure_destination()
    {
        var destination = TestData.Function("reconcile", new(0, TimeSpan.FromHours(1)));
        var source = TestData.Function("ingest", new(0, TimeSpan.FromHours(1), "acs:fc:cn-shanghai:1000000000000001:functions/reconcile"));
        var data = _data.Open(_pauses);
        var functions = new FunctionSet([source, destination], new("/no/binary/is/needed"), _clock, _faults, _stopping.Token);
        var queue = new AsyncQueue(functions, _clock, data, _faults, _stopping.Token);
        _faults.Add(TestData.Fault("fc", "ingest", "delay") with { DelayMilliseconds = 1000 });
        queue.Accept("ingest", TestData.Bytes("{}"), "");
        _data.Block(Events);

        _time.Advance(TimeSpan.FromSeconds(1));
        await InvokedAsync(functions, 1);
        Assert.Single(functions.Watch().Invocations);
        _data.Unblock(Events);
        await InvokedAsync(functions, 2);

        Assert.Equal(["ingest", "reconcile"], functions.Watch().Invocations.Select(invocation => invocation.Function));
    }

    [Fact]
    public async Task An_asynchronous_invocation_that_cannot_be_saved_is_refused()
    {
        var (functions, queue, _) = Started();
        await using var server = await LoopbackServer.StartAsync(app => app.MapFc(new(functions, queue, _clock, new(TestData.NoData)), _stopping.Token));
        _data.Block(Events);

        using var reply = await server.Http.InvokeAsync("POST", "2023-03-30/functions/ingest/invocations", [], "Async");

        Assert.Equal(500, (int)reply.StatusCode);
        Assert.Contains("InternalServerError", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(functions.Watch().Invocations);
    }

    private (FunctionSet Functions, AsyncQueue Queue, DataFolder Data) Started()
    {
        var data = _data.Open(_pauses);
        var functions = new FunctionSet([_function], new("/no/binary/is/needed"), _clock, _faults, _stopping.Token);
        return (functions, new(functions, _clock, data, _faults, _stopping.Token), data);
    }

    private OssStore Oss(AsyncQueue queue, DataFolder data)
    {
        var oss = new OssStore(_clock, data);
        oss.CreateBucket("media-in");
        oss.Created += new OssTriggers([_function], queue, oss, data, _stopping.Token).OnCreated;
        return oss;
    }

    private async Task InvokedAsync(FunctionSet functions, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        while (functions.Watch().Invocations.Count < count)
        {
            limit.Token.ThrowIfCancellationRequested();
            _pauses.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(count, functions.Watch().Invocations.Count);
    }
}
