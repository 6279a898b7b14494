using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>A workflow that overwrites its own input would start itself again and again.</summary>
public sealed class RestartLimitTests
{
    private readonly TestHost _host = new(TestData.StartOptions with { RestartsPerHour = 3 });

    public RestartLimitTests() => _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
        new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "MediaAlreadyExist", "R"));

    [Fact]
    public async Task A_run_over_the_limit_of_its_object_for_one_hour_is_canceled_with_its_reason()
    {
        var ends = new List<WorkflowRun>();

        foreach (var number in Enumerable.Range(0, 5))
        {
            ends.Add(await _host.DeliverAsync($"request-{number}", TestData.Upload(requestId: $"{number}")));
        }

        Assert.Equal(3, _host.StartsSent);
        Assert.Equal(CancelRecord.RestartLimit, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(ends[^1]).End).Reason);
        Assert.Equal(
            ends.TakeLast(2).Select(run => $"Run {run.Id} is canceled (RestartLimit): its object had more than 3 runs within an hour."), _host.Log.Errors);
    }

    [Fact]
    public async Task Runs_of_earlier_hours_do_not_count()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await _host.DeliverAsync($"request-{number}", TestData.Upload(requestId: $"{number}"));
            _host.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(5, _host.StartsSent);
    }

    [Fact]
    public async Task Runs_that_replace_the_asset_count_although_IMS_registers_each_object_as_new()
    {
        var rule = TestData.Rule with { OnReupload = RuleChoices.Replace };
        var host = new TestHost(_host.Options, TestData.Rules(rule));

        foreach (var number in Enumerable.Range(0, 3))
        {
            var started = Assert.IsType<WorkflowRun.Started>(await host.DeliverAsync($"request-{number}", TestData.Upload(requestId: $"{number}"), rule: rule));
            var end = new DoneRecord { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") };
            await host.Journal.TryRecordAsync(started, end, TestData.Invocation(), default);
        }

        var fourth = await host.DeliverAsync("request-3", TestData.Upload(requestId: "3"), rule: rule);

        Assert.Equal(CancelRecord.RestartLimit, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(fourth).End).Reason);
        Assert.Equal(3, host.StartsSent);
    }
}
