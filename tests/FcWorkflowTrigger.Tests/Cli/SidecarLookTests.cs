using FcWorkflowTrigger.Cli.Explaining;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Rules;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class SidecarLookTests
{
    private readonly IObjectReader _objects = Substitute.For<IObjectReader>();

    [Theory]
    [InlineData("""{"version":1,"workflowId":"w-2","media":{"title":"x","tags":[]}}""", "require", "admitted", "found", "it starts at once", "w-2")]
    [InlineData(null, "wait 10", "admitted", "missing", "it waits 10 minutes for it, then starts without", TestData.WorkflowId)]
    [InlineData(null, "require", "undecided", "missing", "it waits for it as long as START_GIVE_UP_HOURS says, then ends as SidecarMissing", TestData.WorkflowId)]
    [InlineData("""{"version":2}""", "wait 10", "refused", "bad", "it ends as SidecarInvalid: field version is 2; this binary reads version 1.", TestData.WorkflowId)]
    [InlineData("""{"version":1,"workflowId":"x"}""", "wait 10", "refused", "not allowed", "it ends as WorkflowNotAllowed: field workflowId is 'x', which the rule's workflowIdFrom.allow does not hold.", TestData.WorkflowId)]
    public async Task What_lies_beside_an_upload_is_told_with_what_comes_of_it(
        string? sidecar, string policy, string outcome, string state, string then, string workflowId)
    {
        var report = await LookAsync(sidecar, policy);

        var told = report.Rules[0];
        Assert.Equal((outcome, state, then, workflowId), (report.Outcome, told.Sidecar!.State, told.Sidecar.Then, told.WorkflowId));
    }

    [Fact]
    public async Task The_fields_of_a_found_one_are_named() => Assert.Equal(
        ["workflowId", "media.title"],
        (await LookAsync("""{"version":1,"workflowId":"w-2","media":{"title":"x"}}""", "require")).Rules[0].Sidecar!.Fields!);

    [Fact]
    public async Task A_rule_that_looks_for_none_is_not_looked_for()
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
        return new SidecarLook(new(_objects, new Retry(new FakeTimeProvider(), new(new Random(1))))).AddToAsync(
            ExplainReport.From(TestData.Upload(), "rules.json", "hash", explanation), TestData.Upload(), explanation, default);
    }
}
