using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>An operator has a kept event handled as the event it was.</summary>
public sealed class EventReplayTests
{
    private const string Key = "u/20261124/1-abc";
    private const string Command = $$"""{"events":"replay","key":"{{Key}}"}""";

    private readonly TestHost _host = new();

    [Fact]
    public async Task A_kept_event_becomes_a_run_and_is_kept_no_longer()
    {
        await KeepAsync(TestData.Sample("object-created.json"));

        Assert.Equal($$"""{"key":"{{Key}}"}""", await _host.ReconcileAsync(Command));

        Assert.Equal(1, _host.StartsSent);
        Assert.Empty(_host.Oss.Keys);
    }

    [Fact]
    public async Task A_kept_event_that_the_rules_refuse_is_kept_no_longer()
    {
        await KeepAsync(TestData.Sample("object-created.json").Replace("uploads/", "elsewhere/", StringComparison.Ordinal));

        await _host.ReconcileAsync(Command);

        Assert.Equal(0, _host.StartsSent);
        Assert.Empty(_host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_IMS_refuses_for_now_is_in_the_ledger_so_its_event_is_kept_no_longer()
    {
        await KeepAsync(TestData.Sample("object-created.json"));
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));

        await _host.ReconcileAsync(Command);

        Assert.Empty(_host.Oss.Keys);
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task An_event_stays_when_the_keys_of_the_process_have_expired()
    {
        await KeepAsync(TestData.Sample("object-created.json"));
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired", "R"));

        await Assert.ThrowsAnyAsync<Exception>(() => _host.ReconcileAsync(Command));

        Assert.Equal([Key], _host.Oss.Keys);
    }

    [Fact]
    public async Task An_event_that_still_cannot_be_read_stays()
    {
        await KeepAsync("""{"no":"event"}""");

        await Assert.ThrowsAsync<MalformedEventException>(() => _host.ReconcileAsync(Command));

        Assert.Equal([Key], _host.Oss.Keys);
    }

    [Fact]
    public async Task An_event_whose_run_fails_stays()
    {
        await KeepAsync(TestData.Sample("object-created.json"));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidDataException("trouble"));

        await Assert.ThrowsAsync<RunFailedException>(() => _host.ReconcileAsync(Command));

        Assert.Equal([Key], _host.Oss.Keys);
    }

    [Fact]
    public async Task An_event_stays_when_IMS_refuses_one_of_its_uploads_for_now_and_another_fails()
    {
        await KeepAsync(TestData.Sample("objects-created-two.json"));
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(
            _ => new RegisterMediaInfoResponse(TestData.MediaId),
            _ => throw new InvalidDataException("trouble"));

        var failure = await Assert.ThrowsAsync<AggregateException>(() => _host.ReconcileAsync(Command));

        Assert.Equal([typeof(StartDeferredException), typeof(RunFailedException)], failure.InnerExceptions.Select(inner => inner.GetType()));
        Assert.Equal([Key], _host.Oss.Keys);
    }

    [Theory]
    [InlineData("u/20261124/other")]
    [InlineData("d/3/2026112400/0123456789abcdef0123456789abcdef01234567")]
    public async Task Nothing_but_a_kept_event_is_handled(string key)
    {
        await _host.Oss.PutAsync("d/3/2026112400/0123456789abcdef0123456789abcdef01234567", TestData.Bytes(TestData.Sample("object-created.json")), default);

        var refusal = await Assert.ThrowsAsync<DecisionException>(() => _host.ReconcileAsync($$"""{"events":"replay","key":"{{key}}"}"""));

        Assert.StartsWith("EVENT-UNKNOWN: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, _host.StartsSent);
        Assert.Single(_host.Oss.Keys);
    }

    private Task KeepAsync(string document) => _host.Oss.PutAsync(Key, TestData.Bytes(document), default);
}
