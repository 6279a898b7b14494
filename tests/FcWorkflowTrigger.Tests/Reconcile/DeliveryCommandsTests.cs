using System.Text.Json;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>An operator has outcomes sent again, and tests the receivers.</summary>
public sealed class DeliveryCommandsTests
{
    private readonly Receiver _first = new("first");
    private readonly Receiver _second = new("second");
    private readonly TestHost _host;

    public DeliveryCommandsTests() => _host = new(sinks: [_first, _second]);

    [Fact]
    public async Task An_outcome_is_sent_again_to_every_receiver_under_its_id()
    {
        await EndAsync();
        await _host.SweepAsync();

        var reply = await _host.ReconcileAsync($$"""{"deliveries":"resend","run":"{{TestData.RunId}}","end":3}""");
        await _host.SweepAsync();
        await _host.SweepAsync();

        Assert.Equal($$"""{"run":"{{TestData.RunId}}","end":3,"webhookId":"{{TestData.RunId}}-3"}""", reply);
        Assert.Equal([$"{TestData.RunId}-3", $"{TestData.RunId}-3"], _first.Delivered.Select(outcome => outcome.Id));
        Assert.Equal([$"{TestData.RunId}-3", $"{TestData.RunId}-3"], _second.Delivered.Select(outcome => outcome.Id));
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task Only_the_end_that_is_named_is_sent_again()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park }, sinks: [_first]);
        await host.ParkAsync();
        await host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"cancel"}""");
        await host.SweepAsync();
        var parked = (await host.RunAsync()).History.Records.Single(record => record is ParkRecord).Seq;

        await host.ReconcileAsync($$"""{"deliveries":"resend","run":"{{TestData.RunId}}","end":{{parked}}}""");
        await host.SweepAsync();

        Assert.Equal(["workflow_run.parked", "workflow_run.canceled", "workflow_run.parked"], _first.Delivered.Select(outcome => outcome.Type));
    }

    /// <summary>The delivery that is under way counts for itself alone: it may have left before the receiver was mended.</summary>
    [Fact]
    public async Task An_outcome_that_is_sent_again_while_it_is_delivered_is_delivered_again()
    {
        await EndAsync();
        _first.Delivering = () => ResendAsync(3, "request-7");

        await _host.SweepAsync();
        Assert.Single(_first.Delivered);

        await _host.SweepAsync();
        await _host.SweepAsync();
        Assert.Equal([$"{TestData.RunId}-3", $"{TestData.RunId}-3"], _first.Delivered.Select(outcome => outcome.Id));
        Assert.Equal(2, _second.Delivered.Count);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task What_a_receiver_took_when_it_was_sent_again_is_not_sent_for_the_first_delivery()
    {
        _first.Reply = new SinkReply.Later("answered 500");
        await EndAsync();
        await _host.SweepAsync();
        _first.Reply = new SinkReply.Delivered();

        await ResendAsync(3, "request-7");
        await _host.SweepAsync();
        Assert.Equal(2, _first.Delivered.Count);

        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.Equal(2, _first.Delivered.Count);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_command_that_Function_Compute_repeats_sends_once_and_another_command_once_more()
    {
        await EndAsync();
        await _host.SweepAsync();

        foreach (var request in new[] { "request-7", "request-7", "request-8" })
        {
            await ResendAsync(3, request);
            await _host.SweepAsync();
        }

        Assert.Equal(3, _first.Delivered.Count);
        Assert.Empty(Markers);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_record_that_is_no_end_is_refused(int end)
    {
        await EndAsync();

        Assert.StartsWith("DELIVERY-UNKNOWN: ", await RefusalAsync(_host, end), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_not_in_the_ledger_is_reported_as_unknown() =>
        Assert.StartsWith("RUN-UNKNOWN: ", await RefusalAsync(_host, 3), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_receiver_there_is_nothing_to_send_or_test()
    {
        var host = new TestHost();
        await EndAsync(host, TestData.Rule);

        Assert.StartsWith("DELIVERIES-NONE: ", await RefusalAsync(host, 3), StringComparison.Ordinal);
        Assert.StartsWith(
            "DELIVERIES-NONE: ",
            (await Assert.ThrowsAsync<DecisionException>(() => host.ReconcileAsync("""{"deliveries":"test"}"""))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_reaches_every_receiver_and_tells_what_each_answered()
    {
        _second.Reply = new SinkReply.Later("answered 503");

        using var reply = JsonDocument.Parse(await _host.ReconcileAsync("""{"deliveries":"test"}""", "test-1"));
        await _host.ReconcileAsync("""{"deliveries":"test"}""", "test-2");

        Assert.Equal(
            ["first: delivered", "second: answered 503"],
            reply.RootElement.GetProperty("receivers").EnumerateArray().Select(result => $"{result.GetProperty("receiver").GetString()}: {result.GetProperty("result").GetString()}"));
        Assert.Equal(2, _first.Delivered.Select(outcome => outcome.Id).Distinct().Count());
        Assert.Equal(_first.Delivered[0].Id, reply.RootElement.GetProperty("webhookId").GetString());
        Assert.All(_first.Delivered, outcome => Assert.Equal("workflow_run.test", outcome.Type));
        Assert.Empty(_host.Oss.Keys);
    }

    [Fact]
    public async Task A_test_tells_which_receiver_is_gone()
    {
        _first.Reply = new SinkReply.Gone();

        Assert.Contains("""{"receiver":"first","result":"gone"}""", await _host.ReconcileAsync("""{"deliveries":"test"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_throws_does_not_hide_the_answers_of_the_others()
    {
        _first.Failure = new InvalidDataException("broken");

        var reply = await _host.ReconcileAsync("""{"deliveries":"test"}""");

        Assert.Contains("""{"receiver":"first","result":"InvalidDataException"},{"receiver":"second","result":"delivered"}""", reply, StringComparison.Ordinal);
    }

    private IEnumerable<string> Markers => _host.Oss.Keys.Where(key => key.StartsWith("o/", StringComparison.Ordinal));

    private Task<string> ResendAsync(int end, string requestId) =>
        _host.ReconcileAsync($$"""{"deliveries":"resend","run":"{{TestData.RunId}}","end":{{end}}}""", requestId);

    private static async Task<string> RefusalAsync(TestHost host, int end) => (await Assert.ThrowsAsync<DecisionException>(
        () => host.ReconcileAsync($$"""{"deliveries":"resend","run":"{{TestData.RunId}}","end":{{end}}}"""))).Message;

    /// <summary>So a mark that was given up, for want of a right, is put when a person says so.</summary>
    [Fact]
    public async Task Where_no_system_receives_outcomes_the_end_of_a_run_with_a_mark_is_sent_again_to_its_mark_alone()
    {
        var host = new TestHost();
        await EndAsync(host, TestData.Rule with { Mark = new Dictionary<string, string> { ["ims"] = "{outcome}" } });
        await host.SweepAsync();

        await host.ReconcileAsync($$"""{"deliveries":"resend","run":"{{TestData.RunId}}","end":3}""");
        await host.SweepAsync();

        Assert.Equal(2, host.Log.Infos.Count(line => line == $"workflow_run.succeeded of run {TestData.RunId} is not delivered to mark: ObjectGone. Nothing is left to do."));
        Assert.StartsWith(
            "DELIVERIES-NONE: ",
            (await Assert.ThrowsAsync<DecisionException>(() => host.ReconcileAsync("""{"deliveries":"test"}"""))).Message,
            StringComparison.Ordinal);
    }

    private Task EndAsync() => EndAsync(_host, TestData.Rule);

    private static async Task EndAsync(TestHost host, Rule rule)
    {
        await host.DeliverAsync(rule: rule);
        await host.CallBackAsync("{}");
        await host.BackgroundWork.WhenAllAsync(default);
    }

    private sealed class Receiver(string name) : IOutcomeSink
    {
        public string Name => name;

        public List<Outcome> Delivered { get; } = [];

        public SinkReply Reply { get; set; } = new SinkReply.Delivered();

        public Exception? Failure { get; set; }

        /// <summary>What happens once, while the first outcome is on its way.</summary>
        public Func<Task>? Delivering { get; set; }

        public async Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
        {
            Delivered.Add(outcome);
            var meanwhile = Delivering;
            Delivering = null;

            if (meanwhile is not null)
            {
                await meanwhile();
            }

            return Failure is null ? Reply : throw Failure;
        }
    }
}
