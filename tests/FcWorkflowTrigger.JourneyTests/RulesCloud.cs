namespace FcWorkflowTrigger.JourneyTests;

/// <summary>One local cloud under <c>rules-of-journeys.json</c> for all tests of a class, each of which has keys of its own.</summary>
public sealed class RulesCloud : IAsyncLifetime
{
    private static readonly string Rules = Path.Combine(AppContext.BaseDirectory, "rules-of-journeys.json");

    internal LocalCloud Cloud { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = Rules }, "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await Cloud.DisposeAsync();
}
