using FcWorkflowTrigger.Uploads;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class IngestHandlerTests
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
        await _world.IngestAsync(
            Given.Sample("object-created.json"),
            Given.Rules(Given.Rule with { Continue = true }, Given.Rule with { Name = "second" }));

        Assert.Equal(2, _world.StartsSent);
    }

    [Fact]
    public async Task A_refused_upload_is_a_success_that_starts_nothing()
    {
        await _world.IngestAsync(Given.Sample("object-created.json"), Given.Rules(Given.Rule with { Match = new(Prefix: "elsewhere/") }));

        Assert.Equal(0, _world.StartsSent);
        Assert.Empty(_world.Ledger.Markers);
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
}
