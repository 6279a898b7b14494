using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>A run that failed, was rejected or was canceled is run once more, when a person asks for it and as often as a person asks for it.</summary>
public sealed class RedriveTests
{
    private const string OtherETag = "00000000000000000000000000000000";

    private readonly TestHost _host = new();

    public RedriveTests() => ObjectIs(TestData.Upload().ETag);

    [Theory]
    [InlineData("Failed")]
    [InlineData("Canceled")]
    public async Task A_run_that_has_not_succeeded_is_run_once_more_as_a_run_that_names_it(string status)
    {
        await EndAsync(status);

        var reply = await RedriveAsync();

        var again = Assert.IsType<WorkflowRun.Started>(await _host.Journal.ReadAsync(Again, default));
        Assert.Equal($$"""{"run":"{{TestData.RunId}}","action":"redrive","state":"open","redrivenAs":"{{Again}}"}""", reply);
        Assert.Equal(TestData.RunId, again.Forerunner);
        Assert.Equal($"redrive|{TestData.RunId}|3", again.Claim.Src.RequestId);
        Assert.Equal(2, _host.StartsSent);
        Assert.Contains(_host.Ledger.Markers, marker => marker.Run == Again);
    }

    [Fact]
    public async Task A_rejected_run_is_run_once_more_under_the_rules_of_now()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("RegisterMediaInfo", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        await _host.DeliverAsync(rule: TestData.Rule with { WorkflowId = "00000000000000000000000000000009" });
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));

        await RedriveAsync();

        var again = RunId.Create(TestData.Upload() with { RequestId = $"redrive|{TestData.RunId}|1" }, "video");
        Assert.Equal(TestData.WorkflowId, Assert.IsType<WorkflowRun.Started>(await _host.Journal.ReadAsync(again, default)).Claim.WorkflowId);
    }

    [Fact]
    public async Task The_same_command_again_starts_nothing_and_names_the_same_run()
    {
        await EndAsync("Failed");
        var first = await RedriveAsync();
        ObjectIs(OtherETag);

        Assert.Equal(first, await RedriveAsync());
        Assert.Equal(first, await RedriveAsync(force: true));
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task Nothing_is_claimed_before_its_marker_is_put_because_no_event_comes_again()
    {
        await EndAsync("Failed");
        _host.Ledger.Marking = Task.FromException(new HttpRequestException("reset"));

        await Assert.ThrowsAnyAsync<Exception>(() => RedriveAsync());

        Assert.IsType<WorkflowRun.Unclaimed>(await _host.Journal.ReadAsync(Again, default));
    }

    [Fact]
    public async Task The_same_command_again_puts_the_marker_that_a_process_that_died_did_not_put()
    {
        await EndAsync("Failed");
        await RedriveAsync();

        foreach (var marker in _host.Ledger.Markers.ToArray())
        {
            await _host.Ledger.DeleteMarkerAsync(marker, default);
        }

        await RedriveAsync();

        Assert.Equal(Again, Assert.Single(_host.Ledger.Markers).Run);
    }

    [Fact]
    public async Task Its_note_is_kept_and_is_not_repeated_by_later_claims()
    {
        await EndAsync("Failed");
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<RunFailedException>(() => RedriveAsync(note: "mended"));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        var again = Assert.IsType<WorkflowRun.Started>(await _host.Journal.ReadAsync(Again, default));
        Assert.Equal((2, TestData.RunId), (again.Epoch, again.Forerunner));
        Assert.Equal("mended", Assert.Single(again.History.Records, record => record.Note is not null).Note);
    }

    [Fact]
    public async Task A_run_that_IMS_refuses_for_now_is_continued_by_the_sweeps()
    {
        await EndAsync("Failed");
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));

        Assert.Contains("\"state\":\"open\"", await RedriveAsync(), StringComparison.Ordinal);
        Assert.Contains(_host.Ledger.Markers, marker => marker.Run == Again);
    }

    [Fact]
    public async Task A_redrive_fails_when_the_keys_of_the_process_have_expired()
    {
        await EndAsync("Failed");
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired", "R"));

        await Assert.ThrowsAnyAsync<Exception>(() => RedriveAsync());
    }

    [Fact]
    public async Task A_run_whose_event_had_no_ETag_is_run_once_more_on_the_bytes_that_are_there()
    {
        var upload = TestData.Upload() with { ETag = "" };
        await _host.DeliverAsync(upload: upload);
        _host.TaskIs("Failed");
        await _host.CallBackAsync("{}");

        await RedriveAsync();

        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task A_redrive_of_a_redrive_names_the_run_before_it()
    {
        await EndAsync("Failed");
        await RedriveAsync();
        await EndAsync("Failed", Again, deliver: false);

        await _host.ReconcileAsync(Command(Again));

        var third = RunId.Create(TestData.Upload() with { RequestId = $"redrive|{Again}|3" }, "video");
        Assert.Equal(Again, (await _host.Journal.ReadAsync(third, default)).Forerunner);
    }

    [Fact]
    public async Task A_run_is_run_once_more_under_its_own_rule()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Name = "first", Continue = true, WorkflowId = "00000000000000000000000000000009" }, TestData.Rule));
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(TestData.Upload().ETag));
        await host.DeliverAsync();
        host.TaskIs("Failed");
        await host.CallBackAsync("{}");

        await host.ReconcileAsync(Command(TestData.RunId));

        var again = Assert.IsType<WorkflowRun.Started>(await host.Journal.ReadAsync(Again, default));
        Assert.Equal(("video", TestData.WorkflowId), (again.Claim.Rule, again.Claim.WorkflowId));
    }

    [Theory]
    [InlineData("Succeed", "succeeded")]
    [InlineData("Processing", "open")]
    public async Task A_run_in_another_state_is_refused(string status, string state)
    {
        await EndAsync(status);

        Assert.Contains($"REDRIVE-STATE: run {TestData.RunId} is {state}.", await RefusalAsync(force: true), StringComparison.Ordinal);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task Other_bytes_are_refused_unless_it_is_forced()
    {
        await EndAsync("Failed");
        ObjectIs(OtherETag, size: 20);

        Assert.StartsWith("REDRIVE-CHANGED: ", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(1, _host.StartsSent);

        await RedriveAsync(force: true);
        var source = Assert.IsType<WorkflowRun.Started>(await _host.Journal.ReadAsync(Again, default)).Claim.Src;
        Assert.Equal((OtherETag, 20), (source.Etag, source.Size));
    }

    [Fact]
    public async Task An_object_that_was_deleted_is_refused_even_when_it_is_forced()
    {
        await EndAsync("Failed");
        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs((OssHead?)null);

        Assert.StartsWith("REDRIVE-GONE: ", await RefusalAsync(force: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4F0C1E9A7B3D5C286E8A9B1D2C3F4E57", true)]
    [InlineData(OtherETag, false)]
    public async Task Bytes_that_have_succeeded_since_are_refused_unless_it_is_forced(string eTag, bool isRefused)
    {
        await EndAsync("Failed");
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        var newer = TestData.Upload(requestId: "newer") with { ETag = eTag };
        await _host.DeliverAsync("request-2", newer);
        await EndAsync("Succeed", RunId.Create(newer, "video"), deliver: false);

        if (isRefused)
        {
            Assert.StartsWith($"REDRIVE-SUCCEEDED: run {RunId.Create(newer, "video")} ", await RefusalAsync(), StringComparison.Ordinal);
            Assert.Equal(2, _host.StartsSent);
        }

        await RedriveAsync(force: isRefused);
        Assert.Equal(3, _host.StartsSent);
    }

    [Theory]
    [InlineData(10, "other")]
    [InlineData(20, "video")]
    public async Task The_success_of_another_rule_or_of_an_object_of_another_size_does_not_count(long size, string rule)
    {
        await EndAsync("Failed");
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        var newer = TestData.Upload(size: size, requestId: "newer");
        await _host.DeliverAsync("request-2", newer, rule: TestData.Rule with { Name = rule });
        await EndAsync("Succeed", RunId.Create(newer, rule), deliver: false);

        await RedriveAsync();

        Assert.Equal(3, _host.StartsSent);
    }

    [Fact]
    public async Task The_success_of_an_older_run_that_ended_later_does_not_count()
    {
        var older = TestData.Upload(requestId: "older");
        await _host.DeliverAsync("request-0", older);
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await EndAsync("Failed");
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await EndAsync("Succeed", RunId.Create(older, "video"), deliver: false);

        await RedriveAsync();

        Assert.Equal(3, _host.StartsSent);
    }

    [Fact]
    public async Task A_rule_that_does_not_take_the_object_any_more_is_refused()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Name = "other" }));
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(TestData.Upload().ETag));
        await host.DeliverAsync();
        host.TaskIs("Failed");
        await host.CallBackAsync("{}");

        var refusal = await Assert.ThrowsAsync<DecisionException>(() => host.ReconcileAsync(Command(TestData.RunId)));

        Assert.StartsWith("REDRIVE-RULE: rule 'video' ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_holds_for_it_too()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Budget = new(RunsPerDay: 1, Over: RuleChoices.Refuse) }));
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(TestData.Upload().ETag));
        await host.DeliverAsync();
        host.TaskIs("Failed");
        await host.CallBackAsync("{}");

        Assert.Contains("\"state\":\"canceled\"", await host.ReconcileAsync(Command(TestData.RunId)), StringComparison.Ordinal);
        Assert.Equal(1, host.StartsSent);
    }

    [Fact]
    public async Task Its_outcome_names_its_forerunner()
    {
        await EndAsync("Failed");
        await RedriveAsync();
        await EndAsync("Succeed", Again, deliver: false);

        var history = (await _host.Journal.ReadAsync(Again, default)).History;

        Assert.Equal(new OutcomeRun(Again.Value, 3, TestData.RunId.Value), Assert.Single(OutcomeFactory.Create(history)).Data.Run);
        Assert.Null(Assert.Single(OutcomeFactory.Create((await _host.RunAsync()).History)).Data.Run.Forerunner);
    }

    private static RunId Again => RunId.Create(TestData.Upload() with { RequestId = $"redrive|{TestData.RunId}|3" }, "video");

    private static string Command(RunId run, bool force = false, string? note = null) =>
        $$"""{"run":"{{run}}","action":"redrive","force":{{(force ? "true" : "false")}}{{(note is null ? "" : $",\"note\":\"{note}\"")}}}""";

    private Task<string> RedriveAsync(bool force = false, string? note = null) => _host.ReconcileAsync(Command(TestData.RunId, force, note), "operator-1");

    private async Task<string> RefusalAsync(bool force = false) => (await Assert.ThrowsAsync<DecisionException>(() => RedriveAsync(force))).Message;

    private void ObjectIs(string eTag, long size = 10) => _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(eTag, size));

    private static OssHead Head(string eTag, long size = 10) => new(eTag, size, TestData.Now, "video/mp4", "Standard", new Dictionary<string, string>());

    private async Task EndAsync(string status, RunId? run = null, bool deliver = true)
    {
        if (deliver)
        {
            await _host.DeliverAsync();
        }

        var id = run ?? TestData.RunId;
        _host.TaskIs(status, FcWorkflowTrigger.Runs.Start.UserData.For(TestData.CallbackBase, id, 1, TestData.Capability));
        await _host.CallBackAsync("{}", run: id);
        await _host.BackgroundWork.WhenAllAsync(default);
    }
}
