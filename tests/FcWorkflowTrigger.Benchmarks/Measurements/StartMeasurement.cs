using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The time from the start of the program to its first 200, which a cold start adds to a request.</summary>
internal static class StartMeasurement
{
    private static readonly Target Wanted = Target.TimesAtMost(1.0);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        Subject[] subjects =
        [
            bench.Subjects.Floor,
            .. Subjects.Roles.Select(role => bench.Subjects.Function(role, cloud)),
            Subjects.PlainNode(cloud),
            .. Subjects.Roles.Select(role => bench.BeforeAs(role, cloud)).OfType<Subject>(),
        ];

        Task<IReadOnlyList<Row>> CompareAsync(string what, Func<ServerProcess, double> read) => Interleaved.RunAsync(
            what, "ms", bench.Rounds, [.. subjects.Select(subject => new Contender(subject.Name, token => FirstAnswerAsync(subject, read, token)))], cancellationToken);

        var elapsed = await CompareAsync("exec to first 200", process => process.MillisecondsSinceStart());
        var processor = await CompareAsync("exec to first 200, processor time", process => process.Stats.ProcessorNanoseconds() / 1e6);
        return [.. elapsed.Select(row => Subjects.Roles.Contains(row.Subject) ? row with { Target = Wanted } : row), .. processor];
    }

    public static async Task<double> FirstAnswerAsync(Subject subject, Func<ServerProcess, double> read, CancellationToken cancellationToken)
    {
        await using var process = await ServerProcess.ServingAsync(subject, cancellationToken);
        return read(process);
    }
}
