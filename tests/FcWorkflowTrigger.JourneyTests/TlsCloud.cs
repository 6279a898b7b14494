namespace FcWorkflowTrigger.JourneyTests;

/// <summary>One local cloud that speaks https, for all tests of a class, each of which has a key of its own.</summary>
public sealed class TlsCloud : IAsyncLifetime
{
    internal LocalCloud Cloud { get; private set; } = null!;

    public async Task InitializeAsync() => Cloud = await LocalCloud.StartAsync("--tls", "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await Cloud.DisposeAsync();
}
