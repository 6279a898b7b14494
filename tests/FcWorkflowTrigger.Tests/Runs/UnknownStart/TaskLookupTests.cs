using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.UnknownStart;

/// <summary>What IMS's list must show before a start counts as never made.</summary>
public sealed class TaskLookupTests
{
    private TestHost _host = new();

    [Fact]
    public async Task A_reply_without_a_list_is_no_absence()
    {
        Lists(new ListWorkflowTasksResponse());

        await LoseTheReplyAndSweepAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
        Assert.Contains(_host.Log.Warnings, line => line.Contains("whole list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_page_without_a_list_is_no_absence()
    {
        Lists(new ListWorkflowTasksResponse([], "page-2"), new ListWorkflowTasksResponse(), new ListWorkflowTasksResponse([], "page-2"), new ListWorkflowTasksResponse());

        await LoseTheReplyAndSweepAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_is_no_absence_and_no_endless_loop()
    {
        Lists(new ListWorkflowTasksResponse([], "page-2"));

        await LoseTheReplyAndSweepAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task An_entry_that_is_null_is_no_absence()
    {
        Lists(new ListWorkflowTasksResponse([null!]));

        await LoseTheReplyAndSweepAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"NotifyAddress\":\"https://callback.exam")]
    [InlineData("{\"r\":\"not a run\"}")]
    [InlineData("[]")]
    [InlineData("{\"r\":7}")]
    public async Task A_task_of_this_media_that_does_not_tell_its_run_leaves_the_start_to_a_person(string? userData)
    {
        Lists(new ListWorkflowTasksResponse([new("x", "Processing", userData)]));

        await LoseTheReplyAndSweepAsync();

        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Equal(1, _host.StartsSent);
        Assert.Contains(_host.Log.Warnings, line => line.Contains("task x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resumed_by_a_person_who_knows_the_task_to_be_another_the_run_starts_once_more()
    {
        Lists(new ListWorkflowTasksResponse([new("x", "Processing")]));
        await LoseTheReplyAndSweepAsync();

        await _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}""", "decision-1");

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.Gen);
    }

    [Fact]
    public async Task Before_it_is_certain_such_a_task_parks_nothing()
    {
        Lists(new ListWorkflowTasksResponse([new("x", "Processing")]));

        await LoseTheReplyAndSweepAsync(minutes: 20);

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
    }

    [Fact]
    public async Task The_task_of_the_run_is_found_behind_such_a_task()
    {
        Lists(new ListWorkflowTasksResponse([new("x", "Processing")], "page-2"), new ListWorkflowTasksResponse([new("ours", "Processing", OursOf(TestData.RunId))]));

        await LoseTheReplyAndSweepAsync();

        Assert.Equal("ours", Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.TaskId);
    }

    [Fact]
    public async Task A_task_that_names_another_run_is_not_ambiguous()
    {
        var other = RunId.Create(TestData.Upload(requestId: "other"), TestData.Rule.Name);
        Lists(new ListWorkflowTasksResponse([new("x", "Processing", OursOf(other))]));

        await LoseTheReplyAndSweepAsync();

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.Gen);
    }

    [Fact]
    public async Task The_list_is_asked_from_as_long_before_the_start_as_clocks_may_differ_and_longer()
    {
        _host = new(TestData.StartOptions with { ClockSkew = TimeSpan.FromHours(1) });

        await LoseTheReplyAndSweepAsync(minutes: 5);

        await _host.Ims.Received(1).ListWorkflowTasksAsync(
            new ListWorkflowTasksRequest(TestData.MediaId, null, TestData.Now.AddMinutes(-65)), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("""{"Type":"OSS","Media":"https://media-in.oss-cn-shanghai.aliyuncs.com/uploads/beach%2Emp4"}""", true)]
    [InlineData("""{"Type":"OSS","Media":"oss://media-in/uploads/beach.mp4"}""", true)]
    [InlineData("""{"Type":"Media","Media":"4aabe1804a6771ef9748f6f7d6496301"}""", true)]
    [InlineData("""{"Type":"OSS","Media":"oss://media-in/uploads/other.mp4"}""", false)]
    [InlineData("""{"Type":"OSS"}""", true)]
    [InlineData("{", true)]
    [InlineData(null, true)]
    public async Task Of_a_workflow_that_is_given_URLs_only_tasks_of_this_object_or_of_none_that_can_be_read_are_ambiguous(string? taskInput, bool isAmbiguous)
    {
        Lists(new ListWorkflowTasksResponse([new("x", "Processing", TaskInput: taskInput)]));

        await LoseTheReplyAndSweepAsync(rule: TestData.Rule with { Input = "oss" });

        Assert.Equal(isAmbiguous, await _host.RunAsync() is WorkflowRun.Parked);
        Assert.Equal(isAmbiguous ? 1 : 2, _host.StartsSent);
    }

    private static string OursOf(RunId run) => UserData.For(TestData.CallbackBase, run, 1, TestData.Capability);

    private void Lists(params ListWorkflowTasksResponse[] pages) => _host.Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(pages[0], pages[1..]);

    private async Task LoseTheReplyAndSweepAsync(int minutes = 35, Rule? rule = null)
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync(rule: rule);
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));
        _host.Time.Advance(TimeSpan.FromMinutes(minutes));
        await _host.SweepAsync();
    }
}
