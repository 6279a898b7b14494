using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Outcomes.Delivery;

public sealed class OutcomeDeliveryTests
{
    private readonly RecordingSink _sink = new();
    private readonly TestHost _host;

    public OutcomeDeliveryTests() => _host = new(sinks: _sink);

    [Theory]
    [InlineData("Succeed", "workflow_run.succeeded")]
    [InlineData("Failed", "workflow_run.failed")]
    [InlineData("Canceled", "workflow_run.canceled")]
    public async Task The_end_of_a_task_is_delivered_once(string status, string type)
    {
        await EndAsync(status);

        await _host.SweepAsync();
        await _host.SweepAsync();

        var delivered = Assert.Single(_sink.Delivered);
        Assert.Equal((type, TestData.RunId.Value, TestData.TaskId), (delivered.Type, delivered.Data.Run.Id, delivered.Data.Task?.Id));
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_run_that_IMS_rejected_is_delivered_with_its_reason()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default)
            .ThrowsAsyncForAnyArgs(new ImsException("RegisterMediaInfo", HttpStatusCode.BadRequest, "InvalidParameter", "ims-request-9"));
        await _host.DeliverAsync();

        await _host.SweepAsync();

        var delivered = Assert.Single(_sink.Delivered);
        Assert.Equal("workflow_run.rejected", delivered.Type);
        Assert.Equal(new OutcomeReason("InvalidParameter", "RegisterMediaInfo", "ims-request-9"), delivered.Data.Reason);
        Assert.Null(delivered.Data.Task);
    }

    [Fact]
    public async Task A_run_that_was_parked_and_then_canceled_is_delivered_twice_under_two_ids()
    {
        await ParkAsync();
        await _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"cancel"}""");

        await _host.SweepAsync();

        Assert.Equal(["workflow_run.parked", "workflow_run.canceled"], _sink.Delivered.Select(delivered => delivered.Type));
        Assert.Equal(2, _sink.Delivered.Select(delivered => delivered.Id).Distinct().Count());
    }

    [Fact]
    public async Task The_outputs_of_the_workflow_are_delivered_with_the_outcome()
    {
        await EndAsync("Succeed");
        _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(
            new GetWorkflowTaskResponse(new(TestData.TaskId, "Succeed", ActivityResults: """{"Act-1":{"Status":"Succeed"}}""")));

        await _host.SweepAsync();

        Assert.Equal("Succeed", Assert.Single(_sink.Delivered).Data.Outputs?.GetProperty("Act-1").GetProperty("Status").GetString());
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_when_it_is_due_with_the_same_id()
    {
        await EndAsync("Succeed");
        _sink.Answer = () => new SinkReply.Later("answered 500");
        await _host.SweepAsync();
        await _host.SweepAsync();
        Assert.Single(_sink.Delivered);

        _sink.Answer = () => new SinkReply.Delivered();
        _host.Time.Advance(TimeSpan.FromSeconds(6));
        await _host.SweepAsync();

        Assert.Equal(2, _sink.Delivered.Count);
        Assert.Equal(_sink.Delivered[0].Id, _sink.Delivered[1].Id);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_delivery_is_given_up_after_ten_failed_tries()
    {
        await EndAsync("Succeed");
        _sink.Answer = () => throw new InvalidOperationException("down");

        for (var hour = 0; hour < 5 * 24; hour++)
        {
            await _host.SweepAsync();
            _host.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(10, _sink.Delivered.Count);
        Assert.Empty(Markers);
        Assert.Equal(
            [$"Gave up delivering workflow_run.succeeded of run {TestData.RunId} to recording after 10 attempts: InvalidOperationException. Its state stays in the ledger under w/."],
            _host.Log.Errors);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_not_called_again()
    {
        await EndAsync("Succeed");
        _sink.Answer = () => new SinkReply.Gone();

        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.SweepAsync();

        Assert.Single(_sink.Delivered);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_redelivered_event_delivers_no_second_outcome()
    {
        await EndAsync("Succeed");
        await _host.SweepAsync();

        // Another process announces the end again: only the state in the ledger tells that it was delivered.
        await _host.AnotherProcess().DeliverAsync("request-2");
        Assert.Single(Markers);
        await _host.SweepAsync();

        Assert.Single(_sink.Delivered);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task An_end_that_was_recorded_and_never_announced_is_delivered_by_the_sweep()
    {
        await _host.DeliverAsync();
        await _host.Journal.TryRecordAsync(
            await _host.RunAsync(),
            new DoneRecord { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") },
            TestData.Invocation(),
            default);
        _host.Time.Advance(TimeSpan.FromHours(1));

        await _host.SweepAsync();

        Assert.Single(_sink.Delivered);
    }

    [Fact]
    public async Task Without_a_sink_no_outcome_is_written()
    {
        var host = new TestHost();
        await host.DeliverAsync();
        await host.CallBackAsync("{}");

        await host.SweepAsync();

        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task Without_a_receiver_what_waits_is_read_once_a_day_and_stays()
    {
        await EndAsync("Succeed");
        Assert.Single(Markers);

        await _host.AnotherProcess([]).SweepAsync();

        var tomorrow = TestData.Now.AddDays(1);
        Assert.Equal([new Marker(TestData.RunId, tomorrow, Marker.Undelivered, 3).Key], Markers);
        _host.Time.Advance(TimeSpan.FromHours(23));
        await _host.SweepAsync();
        Assert.Empty(_sink.Delivered);

        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.Single(_sink.Delivered);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_sweep_reads_no_more_than_5000_outcomes()
    {
        _host.Oss.PageSize = 1000;

        for (var end = 0; end < 5001; end++)
        {
            await _host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, end).Key, ReadOnlyMemory<byte>.Empty, default);
        }

        // The run has no records, so the marker of each outcome that is read is deleted.
        await _host.SweepAsync();

        Assert.Single(Markers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_a_failure_while_there_is_time_is_a_failure_of_the_outcome_alone(bool isCanceled)
    {
        using var function = new CancellationTokenSource();
        var marker = new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 3);
        Task Isolated(Exception failure) => OutcomeIsolation.RunAsync(_host.Log, marker, () => throw failure, function.Token);

        if (isCanceled)
        {
            await function.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => Isolated(new OperationCanceledException()));
            await Assert.ThrowsAsync<IOException>(() => Isolated(new IOException()));
        }
        else
        {
            await Isolated(new OperationCanceledException());
            await Isolated(new IOException());
        }

        Assert.Equal(isCanceled ? 0 : 2, _host.Log.Errors.Count());
    }

    [Fact]
    public async Task A_marker_whose_record_is_not_an_end_stays_and_is_logged_as_unknown()
    {
        await _host.DeliverAsync();
        var intent = new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 1);
        await _host.Oss.PutAsync(intent.Key, ReadOnlyMemory<byte>.Empty, default);

        await _host.SweepAsync();

        Assert.Equal([intent.Key], Markers);
        Assert.Empty(_sink.Delivered);
        Assert.Equal([$"The outcome of run {TestData.RunId} could not be delivered; the next sweep tries again."], _host.Log.Errors);
        Assert.StartsWith("OUTCOME-UNKNOWN: ", Assert.IsType<InvalidDataException>(Assert.Single(_host.Log.Failures)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_marker_whose_records_are_gone_is_deleted_and_logged_as_an_error()
    {
        await _host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 3).Key, ReadOnlyMemory<byte>.Empty, default);

        await _host.SweepAsync();

        Assert.Empty(Markers);
        Assert.Empty(_sink.Delivered);
        Assert.Equal([$"The outcome of run {TestData.RunId} is not delivered: the records of the run are gone from the ledger."], _host.Log.Errors);
    }

    [Fact]
    public async Task A_run_whose_records_are_gone_is_logged_once_for_all_its_ends()
    {
        foreach (var end in new[] { 3, 5 })
        {
            await _host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, end).Key, ReadOnlyMemory<byte>.Empty, default);
        }

        await _host.SweepAsync();

        Assert.Empty(Markers);
        Assert.Single(_host.Log.Errors);
    }

    [Fact]
    public async Task Gone_records_are_logged_in_the_sweep_that_deletes_the_marker_and_in_no_other()
    {
        const string Gone = "the records of the run are gone";
        await _host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 3).Key, ReadOnlyMemory<byte>.Empty, default);
        _host.Oss.RefusesDeletes = true;
        await _host.SweepAsync();
        await _host.SweepAsync();
        Assert.DoesNotContain(_host.Log.Errors, line => line.Contains(Gone, StringComparison.Ordinal));

        _host.Oss.RefusesDeletes = false;
        await _host.SweepAsync();
        await _host.SweepAsync();

        Assert.Single(_host.Log.Errors, line => line.Contains(Gone, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_end_whose_run_lost_some_records_is_given_up_and_logged_once()
    {
        await EndAsync("Succeed");
        _host.Ledger.LoseFirstRecords(TestData.RunId);

        await _host.SweepAsync();
        await _host.SweepAsync();

        Assert.Empty(Markers);
        Assert.Empty(_sink.Delivered);
        Assert.Equal([$"The outcome of run {TestData.RunId} is not delivered: the records of the run are gone from the ledger."], _host.Log.Errors);
    }

    [Fact]
    public async Task A_delivery_that_waits_for_a_sink_that_was_removed_does_not_keep_the_marker()
    {
        await EndAsync("Succeed");
        var end = (await _host.RunAsync()).History.Records[^1].Seq;
        var state = DeliveryState.Empty.With($"{end}/removed", new(1, TestData.Now.AddHours(5), "answered 500"));
        await _host.Oss.PutAsync(LedgerKeys.DeliveryState(TestData.RunId), state.ToJson(), default);

        await _host.SweepAsync();

        Assert.Single(_sink.Delivered);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task Expired_keys_stop_the_sweep_and_are_no_failure_of_the_outcome()
    {
        await EndAsync("Succeed");
        _host.Ims.GetWorkflowTaskAsync(default!, default)
            .ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired", "R"));

        await Assert.ThrowsAsync<ImsException>(() => _host.SweepAsync());

        Assert.Empty(_host.Log.Errors);
        Assert.Single(Markers);
    }

    private IEnumerable<string> Markers => _host.Oss.Keys.Where(key => key.StartsWith("o/", StringComparison.Ordinal));

    private async Task EndAsync(string status)
    {
        await _host.DeliverAsync();
        _host.TaskIs(status);
        await _host.CallBackAsync("{}");
    }

    private async Task ParkAsync()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default)
            .ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAnyAsync<Exception>(() => _host.DeliverAsync());
        _host.Time.Advance(TimeSpan.FromHours(25));
        await _host.SweepAsync();
    }
}
