using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs;

/// <summary>Another delivery of an event makes no request when this process has started the run; otherwise it reads the ledger.</summary>
public sealed class KnownDeliveryTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task A_delivery_of_a_run_that_this_process_has_started_makes_no_request()
    {
        await _host.DeliverAsync();
        await _host.Ledger.DeleteMarkerAsync(_host.Ledger.Markers.Single(), default);

        await _host.DeliverAsync("request-2");

        Assert.Empty(_host.Ledger.Markers);
        Assert.Contains($"Run {TestData.RunId} of {TestData.Upload()} is Started already.", _host.Log.Infos);
    }

    [Fact]
    public async Task A_run_that_another_process_has_started_is_read_once()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();
        await _host.Journal.TryRecordAsync(await _host.RunAsync(), new StartedRecord { Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByLookup }, TestData.Invocation(), default);
        await _host.DeliverAsync("request-2");
        await _host.Ledger.DeleteMarkerAsync(_host.Ledger.Markers.Single(), default);

        await _host.DeliverAsync("request-3");

        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_delivery_of_a_run_whose_start_is_unknown_puts_its_marker_again()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();
        await _host.Ledger.DeleteMarkerAsync(_host.Ledger.Markers.Single(), default);

        await _host.DeliverAsync("request-2");

        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_delivery_after_a_rejection_reads_the_ledger()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        await _host.DeliverAsync();

        await _host.DeliverAsync("request-2");

        Assert.Contains($"Run {TestData.RunId} of {TestData.Upload()} is Finished already.", _host.Log.Infos);
    }
}
