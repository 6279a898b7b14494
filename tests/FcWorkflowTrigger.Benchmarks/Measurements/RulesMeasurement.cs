using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Reporting;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>
/// The number of keys that 200 rules decide on one core, in the worst case: no key matches, so that every rule is evaluated. The baseline only
/// compares each key with the same number of prefixes.
/// </summary>
internal static class RulesMeasurement
{
    private const int Rules = 200;
    private const int Keys = 5_000;

    // Team numbers from 500, above those of the rules: the keys differ from every rule as late as possible.
    private static readonly Upload[] Uploads =
        [.. Enumerable.Range(0, Keys).Select(index => Upload($"uploads/2026/11/team-{500 + (index % 500)}/春节 take {index:00000}.mp4"))];

    private static readonly (string Name, Func<int, RuleMatch> Match)[] Shapes =
    [
        ("prefixes and suffixes", rule => new(Prefix: $"uploads/2026/11/team-{rule:000}/", Suffixes: [".mov", ".mp4"])),
        ("suffixes alone", rule => new(Suffixes: [$"-{rule:000}.mov", $"-{rule:000}.mp4"])),
        ("globs tied to the start", rule => new(Globs: [$"uploads/2026/11/team-{rule:000}/**/*.mp4"])),
        ("globs that begin with **/", rule => new(Globs: [$"**/team-{rule:000}/*.mp4"])),
        ("regexes tied to the start", rule => new(Regex: $@"^uploads/2026/11/team-{rule:000}/.+\.(mov|mp4)$")),
        ("regexes tied to nothing", rule => new(Regex: $@"/team-{rule:000}/[^/]+\.(mov|mp4)$")),
    ];

    public static Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken) => RowsAsync(
        [.. Shapes.Select(shape => Contender(shape.Name, rule => shape.Match(rule))), Contender("all of these in turn", rule => Shapes[rule % Shapes.Length].Match(rule))],
        bench,
        cancellationToken);

    private static async Task<IReadOnlyList<Row>> RowsAsync(Contender[] contenders, Bench bench, CancellationToken cancellationToken)
    {
        string[] prefixes = [.. Enumerable.Range(0, Rules).Select(rule => $"uploads/2026/11/team-{rule:000}/")];
        var baseline = new Contender($"{Rules} comparisons of the key's start", _ => RateAsync(upload => !StartsWithOne(upload.Key, prefixes)));
        var rows = await Interleaved.RunAsync(
            $"keys decided by {Rules} rules, per second on one core", "1/s", bench.Rounds, [baseline, .. contenders], cancellationToken);

        return [rows[0], .. rows.Skip(1).Select(row => row with { Target = Target.AtLeast(60_000) })];
    }

    private static Contender Contender(string name, Func<int, RuleMatch> match)
    {
        var rules = new RuleSet([.. Enumerable.Range(0, Rules).Select(rule => new Rule($"r{rule}", "w", match(rule)))], []);
        return new(name, _ => RateAsync(upload => rules.Decide(upload) is Admission.Refused { Reason: RefusalReason.NoRule }));
    }

    // Measured by processor time, so that the time of other processes on the core does not count.
    private static Task<double> RateAsync(Func<Upload, bool> refuses)
    {
        var before = Environment.CpuUsage.TotalTime;

        foreach (var upload in Uploads)
        {
            if (!refuses(upload))
            {
                throw new InvalidOperationException($"The rules gave a wrong decision for {upload.Key}.");
            }
        }

        return Task.FromResult(Uploads.Length / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static bool StartsWithOne(string key, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Upload Upload(string key) => new("cn-shanghai", "media-in", key, "", 1, "69B51B253A7C4E3139D20F8A", "", "ObjectCreated:PutObject");
}
