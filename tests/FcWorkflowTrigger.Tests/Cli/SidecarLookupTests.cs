using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Rules;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class SidecarLookupTests
{
    private readonly IObjectReader _objects = Substitute.For<IObjectReader>();

    [Theory]
    [InlineData("""{"version":1,"workflowId":"w-2","media":{"title":"x","tags":[]}}""", "require", "admitted", "found", "the run starts at once", "w-2")]
    [InlineData(null, "wait 10", "admitted", "missing", "the run waits 10 minutes for it, then starts without it", TestData.WorkflowId)]
    [InlineData(null, "require", "undecided", "missing", "the run waits for it as long as START_GIVE_UP_HOURS allows, then ends as SidecarMissing", TestData.WorkflowId)]
    [InlineData("""{"version":2}""", "wait 10", "refused", "bad", "the run ends as SidecarInvalid: field version is 2; this binary reads version 1.", TestData.WorkflowId)]
    [InlineData("""{"version":1,"workflowId":"x"}""", "wait 10", "refused", "not allowed", "the run ends as WorkflowNotAllowed: field workflowId is 'x', which the rule's workflowIdFrom.allow does not contain.", TestData.WorkflowId)]
    public async Task The_state_of_a_sidecar_is_reported_with_its_effect(
        string? sidecar, string policy, string outcome, string state, string then, string workflowId)
    {
        var report = await LookAsync(sidecar, policy);

        var rule = report.Rules[0];
        Assert.Equal((outcome, state, then, workflowId), (report.Outcome, rule.Sidecar!.State, rule.Sidecar.Then, rule.WorkflowId));
    }

    [Fact]
    public async Task The_fields_of_a_sidecar_are_named() => Assert.Equal(
        ["workflowId", "media.title"],
        (await LookAsync("""{"version":1,"workflowId":"w-2","media":{"title":"x"}}""", "require")).Rules[0].Sidecar!.Fields!);

    [Fact]
    public async Task No_sidecar_is_read_for_a_rule_that_ignores_sidecars()
    {
        Assert.Null((await LookAsync("{}", "ignore")).Rules[0].Sidecar);
        Assert.Empty(_objects.ReceivedCalls());
    }

    private Task<ExplainReport> LookAsync(string? sidecar, string policy)
    {
        var from = policy == "ignore" ? null : new WorkflowIdFrom(["w-2"], Sidecar: true);
        var explanation = TestData.Rules(TestData.Rule with { Sidecar = policy, WorkflowIdFrom = from }).Explain(TestData.Upload());

        if (policy != "ignore")
        {
            _objects.GetAsync("media-in", "uploads/beach.mp4.workflow.json", Arg.Any<int>(), Arg.Any<CancellationToken>())
                .Returns(sidecar is null ? null : new OssObject("E", TestData.Bytes(sidecar)));
        }

        _objects.ClearReceivedCalls();
        return new SidecarLookup(new(_objects, new Retry(new FakeTimeProvider(), new(new Random(1))))).AddSidecarsAsync(
            ExplainReport.From(TestData.Upload(), "rules.json", "hash", explanation), TestData.Upload(), explanation, default);
    }
}
