using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

/// <summary>Every invocation here fails by a fault, so that it needs no process. The journey tests cover invocations that succeed.</summary>
public sealed class AsyncQueueTests : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly EmulatorClock _clock = TestData.Clock(new AutoAdvancingTimeProvider());
    private readonly Faults _faults = new();

    public AsyncQueueTests() => _faults.Add(TestData.Fault("fc", "*", "fail") with { Times = int.MaxValue });

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_failing_event_is_delivered_once_and_then_as_often_as_configured(int retries)
    {
        var functions = Functions(new(retries, TimeSpan.FromHours(1)));
        Queue(functions).Accept("ingest", TestData.Bytes("the event"), "");

        var document = await GivenUpAsync(functions);

        var invocations = functions.Watch().Invocations;
        Assert.Equal(Enumerable.Range(0, retries + 1), invocations.Select(invocation => invocation.RetryCount));
        Assert.Single(invocations.Select(invocation => invocation.RequestId).Distinct());
        Assert.Equal(retries + 1, (int)document["requestContext"]!["approximateInvokeCount"]!);
    }

    [Fact]
    public async Task The_failure_document_contains_the_event_and_the_last_answer()
    {
        var functions = Functions(new(0, TimeSpan.FromDays(1)));
        Queue(functions).Accept("ingest", TestData.Bytes("""{"an":"event"}"""), "");

        var document = await GivenUpAsync(functions);

        Assert.Equal("""{"an":"event"}""", (string?)document["requestPayload"]);
        Assert.Equal("acs:fc:cn-shanghai:1000000000000001:functions/ingest", (string?)document["requestContext"]!["functionArn"]);
        Assert.Equal("UnhandledInvocationError", (string?)document["responseContext"]!["functionError"]);
        Assert.Equal("Asked for by the operator of this emulator.", (string?)document["responsePayload"]);
    }

    [Fact]
    public async Task An_event_that_is_too_old_is_given_up_before_its_last_retry()
    {
        var functions = Functions(new(8, TimeSpan.FromMinutes(1)));
        Queue(functions).Accept("ingest", [], "");

        var document = await GivenUpAsync(functions);

        // The retries come after 1, 2, 4, 8, 16 and 32 seconds, together 63 seconds.
        Assert.Equal(6, functions.Watch().Invocations.Count);
        Assert.Equal(6, (int)document["requestContext"]!["approximateInvokeCount"]!);
    }

    [Fact]
    public async Task The_failure_destination_gets_the_document_as_an_event_of_its_own()
    {
        const string Destination = "acs:fc:cn-shanghai:1000000000000001:functions/reconcile";
        var functions = Functions(new(0, TimeSpan.FromDays(1), Destination), TestData.Function("reconcile", new(0, TimeSpan.FromDays(1))));
        Queue(functions).Accept("ingest", [], "");

        await GivenUpAsync(functions, count: 2);

        Assert.Equal(["ingest", "reconcile"], functions.Watch().Invocations.Select(invocation => invocation.Function));
    }

    [Theory]
    [InlineData("lose", 0)]
    [InlineData("duplicate", 2)]
    public void An_event_can_be_lost_or_come_twice(string kind, int count)
    {
        var functions = Functions(new(0, TimeSpan.FromDays(1)));
        _faults.Add(TestData.Fault("fc", "ingest", kind) with { KeyContains = "beach" });

        Queue(functions).Accept("ingest", [], "uploads/beach.mp4");

        Assert.Equal(count, functions.Watch().Invocations.Count);
    }

    [Fact]
    public async Task A_restart_continues_with_the_remaining_attempts()
    {
        using var data = new TemporaryData();
        var stopped = new AsyncQueue(Functions(new(1, TimeSpan.FromHours(1))), TestData.Clock(), data.Open(), _faults, _stopping.Token);
        stopped.Accept("ingest", TestData.Bytes("kept"), "");
        var next = Functions(new(1, TimeSpan.FromHours(1)));

        Queue(next, data.Open()).Resume();
        var document = await GivenUpAsync(next);

        Assert.Equal(1, Assert.Single(next.Watch().Invocations).RetryCount);
        Assert.Equal("kept", (string?)document["requestPayload"]);
    }

    private FunctionSet Functions(AsyncConfig async, params FunctionConfig[] others) =>
        new([TestData.Function("ingest", async), .. others], new("/no/binary/is/needed"), _clock, _faults, _stopping.Token);

    private AsyncQueue Queue(FunctionSet functions, DataFolder? data = null) => new(functions, _clock, data ?? TestData.NoData, _faults, _stopping.Token);

    private static async Task<JsonNode> GivenUpAsync(FunctionSet functions, int count = 1)
    {
        while (functions.Watch().Changed is var changed && functions.Failures.Count < count)
        {
            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }

        return JsonNode.Parse(functions.Failures[0])!;
    }
}
