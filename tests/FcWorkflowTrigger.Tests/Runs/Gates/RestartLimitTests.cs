using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
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
}
