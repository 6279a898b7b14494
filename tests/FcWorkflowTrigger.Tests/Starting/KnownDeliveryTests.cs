using System.Net;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger.Records;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Starting;

/// <summary>One more delivery of an event asks nobody where this process has started the run, and the ledger everywhere else.</summary>
public sealed class KnownDeliveryTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_delivery_of_a_run_this_process_has_started_asks_nobody()
    {
        await _world.DeliverAsync();
        await _world.Ledger.DeleteMarkerAsync(_world.Ledger.Markers.Single(), default);

        await _world.DeliverAsync("request-2");

        Assert.Empty(_world.Ledger.Markers);
        Assert.Contains($"Run {Given.RunId} of {Given.Upload()} is Started already.", _world.Log.Infos);
    }

    [Fact]
    public async Task A_run_somebody_else_has_started_is_looked_up_once()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _world.DeliverAsync();
        await _world.Journal.TryRecordAsync(await _world.RunAsync(), new StartedRecord { Gen = 1, TaskId = Given.TaskId, How = StartedRecord.ByLookup }, Given.Invocation(), default);
        await _world.DeliverAsync("request-2");
        await _world.Ledger.DeleteMarkerAsync(_world.Ledger.Markers.Single(), default);

        await _world.DeliverAsync("request-3");

        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_delivery_of_a_run_in_doubt_puts_its_marker_again()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _world.DeliverAsync();
        await _world.Ledger.DeleteMarkerAsync(_world.Ledger.Markers.Single(), default);

        await _world.DeliverAsync("request-2");

        Assert.Single(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_delivery_after_a_rejection_asks_the_ledger()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        await _world.DeliverAsync();

        await _world.DeliverAsync("request-2");

        Assert.Contains($"Run {Given.RunId} of {Given.Upload()} is Finished already.", _world.Log.Infos);
    }
}
