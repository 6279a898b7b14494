using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
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
    public async Task The_end_of_a_task_is_told_once(string status, string type)
    {
        await EndAsync(status);

        await _host.SweepAsync();
        await _host.SweepAsync();

        var told = Assert.Single(_sink.Told);
        Assert.Equal((type, TestData.RunId.Value, TestData.TaskId), (told.Type, told.Data.Run.Id, told.Data.Task?.Id));
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_run_IMS_refused_is_told_with_its_reason()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default)
            .ThrowsAsyncForAnyArgs(new ImsException("RegisterMediaInfo", HttpStatusCode.BadRequest, "InvalidParameter", "ims-request-9"));
        await _host.DeliverAsync();

        await _host.SweepAsync();

        var told = Assert.Single(_sink.Told);
        Assert.Equal("workflow_run.rejected", told.Type);
        Assert.Equal(new OutcomeReason("InvalidParameter", "RegisterMediaInfo", "ims-request-9"), told.Data.Reason);
        Assert.Null(told.Data.Task);
    }

    [Fact]
    public async Task A_run_that_was_parked_and_then_called_off_is_told_twice_under_two_ids()
    {
        await ParkAsync();
        await _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"cancel"}""");

        await _host.SweepAsync();

        Assert.Equal(["workflow_run.parked", "workflow_run.canceled"], _sink.Told.Select(told => told.Type));
        Assert.Equal(2, _sink.Told.Select(told => told.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_the_workflow_made_is_told_with_it()
    {
        await EndAsync("Succeed");
        _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(
            new GetWorkflowTaskResponse(new(TestData.TaskId, "Succeed", ActivityResults: """{"Act-1":{"Status":"Succeed"}}""")));

        await _host.SweepAsync();

        Assert.Equal("Succeed", Assert.Single(_sink.Told).Data.Outputs?.GetProperty("Act-1").GetProperty("Status").GetString());
    }

    [Fact]
    public async Task A_failed_try_is_made_again_when_it_is_due_with_the_same_id()
    {
        await EndAsync("Succeed");
        _sink.Answer = () => new SinkReply.Later("answered 500");
        await _host.SweepAsync();
        await _host.SweepAsync();
        Assert.Single(_sink.Told);

        _sink.Answer = () => new SinkReply.Delivered();
        _host.Time.Advance(TimeSpan.FromSeconds(6));
        await _host.SweepAsync();

        Assert.Equal(2, _sink.Told.Count);
        Assert.Equal(_sink.Told[0].Id, _sink.Told[1].Id);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_receiver_that_never_takes_it_is_given_up_after_ten_tries()
    {
        await EndAsync("Succeed");
        _sink.Answer = () => throw new InvalidOperationException("down");

        for (var hour = 0; hour < 5 * 24; hour++)
        {
            await _host.SweepAsync();
            _host.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(10, _sink.Told.Count);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_not_asked_again()
    {
        await EndAsync("Succeed");
        _sink.Answer = () => new SinkReply.Gone();

        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.SweepAsync();

        Assert.Single(_sink.Told);
        Assert.Empty(Markers);
    }

    [Fact]
    public async Task An_event_redelivered_after_the_end_was_told_tells_nothing()
    {
        await EndAsync("Succeed");
        await _host.SweepAsync();

        await _host.DeliverAsync("request-2");
        await _host.SweepAsync();

        Assert.Single(_sink.Told);
    }

    [Fact]
    public async Task An_end_that_was_written_and_never_announced_is_told_by_the_sweep()
    {
        await _host.DeliverAsync();
        await _host.Journal.TryRecordAsync(
            await _host.RunAsync(),
            new DoneRecord { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") },
            TestData.Invocation(),
            default);
        _host.Time.Advance(TimeSpan.FromHours(1));

        await _host.SweepAsync();

        Assert.Single(_sink.Told);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_written()
    {
        var host = new TestHost();
        await host.DeliverAsync();
        await host.CallBackAsync("{}");

        await host.SweepAsync();

        Assert.Empty(host.Oss.Keys);
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
