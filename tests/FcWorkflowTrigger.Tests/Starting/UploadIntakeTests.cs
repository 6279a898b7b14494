using FcWorkflowTrigger.Uploads;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Starting;

public sealed class UploadIntakeTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Every_entry_of_an_event_starts_its_workflow()
    {
        await _world.IngestAsync(Given.Sample("objects-created-two.json"));

        Assert.Equal(2, _world.StartsSent);
    }

    [Fact]
    public async Task Every_rule_that_takes_the_upload_starts_its_workflow()
    {
        var world = new World(rules: Given.Rules(Given.Rule with { Continue = true }, Given.Rule with { Name = "second" }));

        await world.IngestAsync(Given.Sample("object-created.json"));

        Assert.Equal(2, world.StartsSent);
    }

    [Fact]
    public async Task A_refused_upload_is_a_success_that_starts_nothing()
    {
        var world = new World(rules: Given.Rules(Given.Rule with { Match = new(Prefix: "elsewhere/") }));

        await world.IngestAsync(Given.Sample("object-created.json"));

        Assert.Equal(0, world.StartsSent);
        Assert.Empty(world.Ledger.Markers);
    }

    [Fact]
    public async Task What_a_run_of_ours_has_written_starts_nothing()
    {
        await _world.DeliverAsync();

        await _world.IngestAsync(Created($"uploads/{Given.TaskId}/hd.mp4"));
        await _world.IngestAsync(Created($"uploads/{Given.RunId}.mp4"));

        Assert.Equal(1, _world.StartsSent);
    }

    [Theory]
    [InlineData("uploads/ffffffffffffffffffffffffffffffff/hd.mp4")]
    [InlineData("uploads/ffffffffffffffffffffffffffffffffffffffff.mp4")]
    public async Task A_key_that_merely_looks_like_an_output_starts_its_workflow(string key)
    {
        await _world.IngestAsync(Created(key));

        Assert.Equal(1, _world.StartsSent);
    }

    [Fact]
    public async Task One_upload_in_trouble_does_not_hold_up_the_others_and_fails_the_invocation()
    {
        _world.Ims.RegisterMediaInfoAsync(Arg.Any<FcWorkflowTrigger.Services.Ims.RegisterMediaInfoRequest>(), Arg.Any<CancellationToken>()).Returns(
            _ => throw new InvalidDataException("trouble"),
            _ => new(Given.MediaId));

        await Assert.ThrowsAsync<InvalidDataException>(() => _world.IngestAsync(Given.Sample("objects-created-two.json")));

        Assert.Equal(1, _world.StartsSent);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_fails_the_invocation_so_that_it_is_kept() =>
        await Assert.ThrowsAsync<MalformedEventException>(() => _world.IngestAsync("{}"));

    private static string Created(string key) => Given.Sample("object-created.json")
        .Replace("\"uploads/2026/11/24/春节 plan+draft 100%.mp4\"", $"\"{key}\"", StringComparison.Ordinal);
}
