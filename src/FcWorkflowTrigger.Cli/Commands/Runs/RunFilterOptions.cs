using System.CommandLine;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary>The options by which runs are chosen. Each command has its own copy.</summary>
internal sealed class RunFilterOptions
{
    private static readonly TimeSpan DefaultSince = TimeSpan.FromHours(24);

    public Option<IReadOnlyList<string>?> State { get; } = new("--state")
    {
        Description = $"Only these states, commas between them: {string.Join(", ", RunStates.All)}.",
        CustomParser = Arguments.States,
        CompletionSources = { _ => RunStates.All.Select(state => new System.CommandLine.Completions.CompletionItem(state)) },
    };

    public Option<TimeSpan?> Since { get; } = new("--since")
    {
        Description = "Ends of this long ago and younger: 90s, 15m, 24h, 7d (default 24h). What has not ended is always shown.",
        CustomParser = Arguments.Duration,
    };

    public Option<string?> Rule { get; } = new("--rule") { Description = "Only runs of this rule. The first record of each candidate is read." };

    public Option<string?> Prefix { get; } = new("--prefix") { Description = "Only runs of keys that begin so. The first record of each candidate is read." };

    public Option<TimeSpan?> OlderThan { get; } = new("--older-than")
    {
        Description = "Only what ended or was parked at least this long ago: 2h.",
        CustomParser = Arguments.Duration,
    };

    public IEnumerable<Option> ToList => [State, Since, Rule, Prefix];

    public IEnumerable<Option> ToAct => [State, Since, Rule, Prefix, OlderThan];

    /// <summary>At least one option is given.</summary>
    public bool IsGiven(ParseResult parsed) => ToAct.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <param name="states">The states when none are given; null for all.</param>
    public RunFilter Read(ParseResult parsed, DateTimeOffset now, IReadOnlyCollection<string>? states = null) => new(
        parsed.GetValue(State) ?? states,
        now - (parsed.GetValue(Since) ?? DefaultSince),
        parsed.GetValue(Rule),
        parsed.GetValue(Prefix),
        parsed.GetValue(OlderThan) is { } age ? now - age : null);
}
