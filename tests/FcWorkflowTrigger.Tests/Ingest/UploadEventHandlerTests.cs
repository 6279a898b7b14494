using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Runs;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class UploadEventHandlerTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task Every_entry_of_an_event_starts_its_workflow()
    {
        await _host.IngestAsync(TestData.Sample("objects-created-two.json"));

        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task Every_rule_that_matches_the_upload_starts_its_workflow()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Continue = true }, TestData.Rule with { Name = "second" }));

        await host.IngestAsync(TestData.Sample("object-created.json"));

        Assert.Equal(2, host.StartsSent);
    }

    [Fact]
    public async Task A_refused_upload_is_a_success_that_starts_nothing()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Match = new(Prefix: "elsewhere/") }));

        await host.IngestAsync(TestData.Sample("object-created.json"));

        Assert.Equal(0, host.StartsSent);
        Assert.Empty(host.Ledger.Markers);
    }

    [Fact]
    public async Task An_output_of_an_own_run_starts_nothing()
    {
        await _host.DeliverAsync();

        await _host.IngestAsync(Created($"uploads/{TestData.TaskId}/hd.mp4"));
        await _host.IngestAsync(Created($"uploads/{TestData.RunId}.mp4"));
        await _host.IngestAsync(Created($"uploads/ffffffffffffffffffffffffffffffff/{TestData.TaskId}/hd.mp4"));

        Assert.Equal(1, _host.StartsSent);
    }

    [Theory]
    [InlineData("uploads/ffffffffffffffffffffffffffffffff/hd.mp4")]
    [InlineData("uploads/ffffffffffffffffffffffffffffffffffffffff.mp4")]
    public async Task A_key_that_merely_looks_like_an_output_starts_its_workflow(string key)
    {
        await _host.IngestAsync(Created(key));

        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_failed_upload_does_not_stop_the_others_and_fails_the_invocation()
    {
        _host.Ims.RegisterMediaInfoAsync(Arg.Any<RegisterMediaInfoRequest>(), Arg.Any<CancellationToken>()).Returns(
            _ => throw new InvalidDataException("trouble"),
            _ => new(TestData.MediaId));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => _host.IngestAsync(TestData.Sample("objects-created-two.json")));

        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_fails_the_invocation_so_that_it_is_kept() =>
        await Assert.ThrowsAsync<MalformedEventException>(() => _host.IngestAsync("{}"));

    private static string Created(string key) => TestData.Sample("object-created.json")
        .Replace("\"uploads/2026/11/24/春节 plan+draft 100%.mp4\"", $"\"{key}\"", StringComparison.Ordinal);
}
