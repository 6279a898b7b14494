namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class StartWorkflowTests : IAsyncLifetime
{
    private static readonly (string, string) Workflow = ("WorkflowId", ImsTestServer.Workflow);
    private static readonly (string, string) Input = Oss("oss://media-in/uploads/a.mp4");
    private ImsTestServer _ims = null!;

    public async Task InitializeAsync() => _ims = await ImsTestServer.StartAsync();

    public async Task DisposeAsync() => await _ims.DisposeAsync();

    [Fact]
    public async Task Every_accepted_call_is_a_task_of_its_own()
    {
        var first = await _ims.CallAsync("StartWorkflow", Workflow, Input);
        var second = await _ims.CallAsync("StartWorkflow", Workflow, Input);

        Assert.NotEqual(first["TaskId"], second["TaskId"]);
        Assert.Equal(2, _ims.State.Tasks.Count);
    }

    [Theory]
    [InlineData("uploads/a.mp4", "Succeed")]
    [InlineData("uploads/a.fail.mp4", "Failed")]
    [InlineData("uploads/a.cancel.mp4", "Canceled")]
    public async Task A_task_follows_the_clock_to_the_outcome_that_its_key_selects(string key, string end)
    {
        var task = (await _ims.CallAsync("StartWorkflow", Workflow, Oss($"oss://media-in/{key}")))["TaskId"]!;
        var running = await StatusAsync(task);

        _ims.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(("Processing", end), (running, await StatusAsync(task)));
    }

    [Fact]
    public async Task A_registered_asset_is_an_input_and_makes_the_task_wait_for_it()
    {
        var media = (await _ims.CallAsync("RegisterMediaInfo", ("InputURL", "oss://media-in/uploads/a.mp4")))["MediaId"];

        var task = (await _ims.CallAsync("StartWorkflow", Workflow, ("TaskInput", $$"""{"Type":"Media","Media":"{{media}}"}""")))["TaskId"]!;

        Assert.Equal("Init", await StatusAsync(task));
    }

    [Theory]
    [InlineData("oss://media-in/elsewhere/a.mp4", false, 400)]
    [InlineData("oss://media-in/elsewhere/a.mp4", true, 200)]
    [InlineData("https://other.oss-cn-shanghai.aliyuncs.com/uploads/a.mp4", false, 400)]
    [InlineData("https://media-in.oss-cn-shanghai.aliyuncs.com/uploads/a.mp4", false, 200)]
    public async Task An_object_must_be_in_the_folder_of_the_workflow_unless_the_check_is_skipped(string url, bool skip, int status) =>
        Assert.Equal(status, (await _ims.CallAsync("StartWorkflow", Workflow, Oss(url), ("SkipInputVerification", skip ? "true" : "false"))).Status);

    [Theory]
    [InlineData("WorkflowId", "11111111111111111111111111111111")]
    [InlineData("TaskInput", "no JSON")]
    [InlineData("TaskInput", """{"Type":"Media","Media":"0123456789abcdef0123456789abcdef"}""")]
    [InlineData("TaskInput", """{"Type":"VOD","Media":"x"}""")]
    public async Task An_unknown_workflow_or_input_is_refused(string name, string value)
    {
        var reply = await _ims.CallAsync("StartWorkflow", name == "WorkflowId" ? [(name, value), Input] : [Workflow, (name, value)]);

        Assert.Equal("400 InvalidParameter", reply.Refusal);
        Assert.Empty(_ims.State.Tasks);
    }

    [Fact]
    public async Task UserData_is_measured_in_bytes()
    {
        Assert.Equal("400 InvalidParameter", (await _ims.CallAsync("StartWorkflow", Workflow, Input, ("UserData", new string('春', 171)))).Refusal);
        Assert.Equal(200, (await _ims.CallAsync("StartWorkflow", Workflow, Input, ("UserData", new string('春', 170)))).Status);
    }

    [Fact]
    public async Task A_task_is_listed_by_the_text_of_its_input()
    {
        var task = (await _ims.CallAsync("StartWorkflow", Workflow, Input))["TaskId"];
        await _ims.CallAsync("StartWorkflow", Workflow, Oss("oss://media-in/uploads/other.mp4"));

        var listed = await _ims.CallAsync("ListWorkflowTasks", ("KeyText", "/a.mp4"));

        Assert.Equal([task], listed.Body["TaskList"]!.AsArray().Select(entry => (string?)entry!["TaskId"]));
    }

    [Fact]
    public async Task A_task_is_listed_for_90_days_and_readable_for_a_year()
    {
        var task = (await _ims.CallAsync("StartWorkflow", Workflow, Input))["TaskId"]!;

        _ims.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Empty((await _ims.CallAsync("ListWorkflowTasks")).Body["TaskList"]!.AsArray());
        Assert.Equal(200, (await _ims.CallAsync("GetWorkflowTask", ("TaskId", task))).Status);

        _ims.Clock.Advance(TimeSpan.FromDays(275));
        Assert.Equal("400 InvalidParameter", (await _ims.CallAsync("GetWorkflowTask", ("TaskId", task))).Refusal);
    }

    private static (string, string) Oss(string url) => ("TaskInput", $$"""{"Type":"OSS","Media":"{{url}}"}""");

    private async Task<string?> StatusAsync(string task) =>
        (string?)(await _ims.CallAsync("GetWorkflowTask", ("TaskId", task))).Body["WorkflowTask"]!["Status"];
}
