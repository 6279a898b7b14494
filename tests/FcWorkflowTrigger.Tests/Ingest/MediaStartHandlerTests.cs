using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class MediaStartHandlerTests
{
    [Fact]
    public async Task An_asset_is_started_as_it_is_and_once_for_each_request_id()
    {
        var host = new TestHost();

        var first = await StartAsync(host, "r-1");
        host.Time.Advance(TimeSpan.FromHours(2));
        var again = await StartAsync(host, "r-1");
        var second = await StartAsync(host, "r-2");

        Assert.Equal((first.Run, "open", TestData.MediaId, "video", "r-1"), (again.Run, first.State, first.Media, first.Rule, first.RequestId));
        Assert.NotEqual(first.Run, second.Run);
        await host.Ims.DidNotReceiveWithAnyArgs().RegisterMediaInfoAsync(default!, default);
        await host.Ims.ReceivedWithAnyArgs(2).StartWorkflowAsync(default!, default, default);
        await host.Ims.Received(2).StartWorkflowAsync(
            Arg.Is<StartWorkflowRequest>(sent => sent.WorkflowId == TestData.WorkflowId && sent.TaskInput == $$"""{"Type":"Media","Media":"{{TestData.MediaId}}"}"""), Arg.Any<SignaturePin>(), Arg.Any<CancellationToken>());
        Assert.Equal(2, host.Ledger.Markers.Count);
    }

    [Fact]
    public async Task Its_outcome_names_the_asset()
    {
        var host = new TestHost();
        var reply = await StartAsync(host, "r-1");
        Assert.True(RunId.TryParse(reply.Run, out var id));
        host.Time.Advance(TimeSpan.FromHours(1));
        host.TaskIs("Succeed", $$"""{"NotifyAddress":"","r":"{{id}}"}""");
        await host.SweepAsync();

        var outcome = Assert.Single(OutcomeFactory.Create((await host.Journal.ReadAsync(id, default)).History)).Data;

        Assert.Equal((TestData.MediaId, "", TestData.MediaId, "MediaStart"), (outcome.Media!.Id, outcome.Upload.Bucket, outcome.Upload.Key, outcome.Upload.EventName));
    }

    [Fact]
    public async Task An_asset_that_IMS_does_not_know_ends_as_rejected()
    {
        var host = new TestHost();
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        host.Ims.GetMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("GetMediaInfo", HttpStatusCode.NotFound, "MediaNotFound", "R"));

        Assert.Equal("rejected", (await StartAsync(host, "r-1")).State);
    }

    [Theory]
    [InlineData("enabled")]
    [InlineData("dryRun")]
    [InlineData("input")]
    [InlineData("sidecar")]
    [InlineData("onReupload: replace")]
    [InlineData("onReupload: skip-identical")]
    [InlineData("check")]
    [InlineData("mark")]
    public async Task A_rule_that_asks_for_an_object_is_refused_by_the_name_of_its_field(string field)
    {
        var rule = field switch
        {
            "enabled" => TestData.Rule with { Enabled = false },
            "dryRun" => TestData.Rule with { DryRun = true },
            "input" => TestData.Rule with { Input = "oss" },
            "sidecar" => TestData.Rule with { Sidecar = "require" },
            "onReupload: replace" => TestData.Rule with { OnReupload = RuleChoices.Replace },
            "onReupload: skip-identical" => TestData.Rule with { OnReupload = RuleChoices.SkipIdentical },
            "mark" => TestData.Rule with { Mark = new Dictionary<string, string> { ["ims"] = "{outcome}" } },
            _ => TestData.Rule with { Check = RuleChoices.CheckContent },
        };

        var refusal = await Assert.ThrowsAsync<OperatorRequestException>(() => StartAsync(new(rules: TestData.Rules(rule)), "r-1"));

        Assert.Contains($"({field})", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4aabe1804a6771ef9748f6f7d649630", "r-1", "START-REQUEST")]
    [InlineData("4aabe1804a6771ef9748f6f7d649630g", "r-1", "START-REQUEST")]
    [InlineData(TestData.MediaId, "", "START-REQUEST")]
    [InlineData(TestData.MediaId, "a|b", "START-REQUEST")]
    public async Task A_request_of_another_form_is_refused(string media, string requestId, string code)
    {
        var refusal = await Assert.ThrowsAsync<OperatorRequestException>(() => StartAsync(new(), requestId, media));

        Assert.StartsWith(code, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{key}{key}{key}{key}{key}", 60, false)]
    [InlineData("{key}{key}{key}{key}{key}", 30, true)]
    public async Task Fields_that_do_not_fit_are_refused_before_anything_is_claimed(string template, int more, bool isTaken)
    {
        // {"a":"…"}: 8 bytes and five MediaIds of 32 digits.
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { TaskUserData = new Dictionary<string, string> { ["a"] = template + new string('x', more) } }));

        if (isTaken)
        {
            await StartAsync(host, "r-1");
            await host.Ims.ReceivedWithAnyArgs(1).StartWorkflowAsync(default!, default, default);
            return;
        }

        var refusal = await Assert.ThrowsAsync<OperatorRequestException>(() => StartAsync(host, "r-1"));

        Assert.StartsWith("START-USERDATA: TaskUserDataTooLong: taskUserData takes 228 bytes here, and there is room for 200. Nothing was started.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(host.Ledger.Markers);
        await host.Ims.DidNotReceiveWithAnyArgs().StartWorkflowAsync(default!, default, default);
    }

    [Fact]
    public async Task An_asset_waits_for_room_under_a_budget_as_an_upload_does()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Budget = new(Concurrent: 1) }));
        await StartAsync(host, "r-1");

        Assert.Equal("open", (await StartAsync(host, "r-2")).State);
        await host.Ims.ReceivedWithAnyArgs(1).StartWorkflowAsync(default!, default, default);
    }

    private static async Task<MediaStartReply> StartAsync(TestHost host, string requestId, string media = TestData.MediaId) => JsonSerializer.Deserialize(
        await host.AnotherProcess().AskIngestAsync($$$"""{"start":{"media":"{{{media}}}","rule":"video","requestId":"{{{requestId}}}"}}"""), IngestJson.Default.MediaStartReply)!;
}
