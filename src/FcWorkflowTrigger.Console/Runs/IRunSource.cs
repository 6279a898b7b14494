namespace FcWorkflowTrigger.ConsolePage.Runs;

/// <summary>Where the console's runs come from: how it learns that a ledger has changed, and what else is known about an invocation.</summary>
internal interface IRunSource
{
    /// <summary>The file of the rules that decide here; null when there is none at hand.</summary>
    string? RulesFile { get; }

    /// <summary>The keys of the ledger that were written to, as they are written, until the token ends it.</summary>
    IAsyncEnumerable<string> WatchAsync(CancellationToken cancellationToken);

    /// <summary>What is known about these requests of Function Compute beside the ledger.</summary>
    Evidence FindEvidence(IReadOnlyCollection<string> requestIds);
}

/// <param name="Event">The event that the first of the requests brought, as it came; null when it is not known.</param>
/// <param name="Lines">The log lines of the requests.</param>
internal sealed record Evidence(string? Event, IReadOnlyList<string> Lines)
{
    public static Evidence None { get; } = new(null, []);
}
