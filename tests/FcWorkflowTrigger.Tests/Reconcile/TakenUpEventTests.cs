using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Runs;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>Events that Function Compute gave up on.</summary>
public sealed class TakenUpEventTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task An_upload_whose_event_Function_Compute_gave_up_on_is_started_from_the_failure_document()
    {
        await _host.ReconcileAsync(GivenUp(TestData.Sample("object-created.json")));

        Assert.Equal(1, _host.StartsSent);
        Assert.Single(_host.Ledger.Markers);
        Assert.Equal(["Function Compute gave up on the event of request 1-abc; it is taken up here."], _host.Log.Warnings);
    }

    [Fact]
    public async Task An_upload_that_IMS_refuses_for_now_is_continued_by_the_sweeps()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));

        await _host.ReconcileAsync(GivenUp(TestData.Sample("object-created.json")));

        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task An_event_fails_again_when_the_keys_of_the_process_have_expired()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired", "R"));

        await Assert.ThrowsAnyAsync<Exception>(() => _host.ReconcileAsync(GivenUp(TestData.Sample("object-created.json"))));

        Assert.Contains("1-abc", _host.Ledger.Unreadable.Keys);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_kept_for_a_person()
    {
        await _host.ReconcileAsync(GivenUp("""{"no":"event"}"""));

        Assert.Equal("""{"no":"event"}""", System.Text.Encoding.UTF8.GetString(_host.Ledger.Unreadable["1-abc"]));
    }

    [Fact]
    public async Task A_failing_event_is_kept_before_it_is_tried_again()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidDataException("trouble"));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => _host.ReconcileAsync(GivenUp(TestData.Sample("object-created.json"))));

        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Contains("1-abc", _host.Ledger.Unreadable.Keys);
    }

    [Fact]
    public async Task A_document_of_an_unknown_shape_is_kept_and_is_not_a_sweep()
    {
        await _host.ReconcileAsync("""{"events":[]}""", "1-def");

        Assert.Contains("1-def", _host.Ledger.Unreadable.Keys);
    }

    private static string GivenUp(string payload) =>
        $$"""{"requestContext":{"requestId":"1-abc"},"requestPayload":{{JsonSerializer.Serialize(payload, TestJson.Default.String)}}}""";
}
