using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Samples every process of the function in intervals. A process that starts later is sampled from its start.</summary>
internal sealed class ProcessWatcher(LocalCloud cloud, SoakOptions options)
{
    private const int LinesShown = 8;

    private readonly List<ProcessSamples> _processes = [];
    private readonly List<EndedProcess> _ended = [];

    public async Task RunAsync(CancellationToken loadOver)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        using var tick = new PeriodicTimer(options.SampleEvery);

        while (!loadOver.IsCancellationRequested)
        {
            await FindAsync();
            _processes.ForEach(process => process.TryTake(since.Elapsed));
            await NoteEndsAsync();
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Notes the processes that have ended. It happens at once, because a log keeps only its last lines.</summary>
    public async Task NoteEndsAsync()
    {
        foreach (var gone in _processes.Where(process => process.HasEnded).ExceptBy(_ended.Select(process => process.ProcessId), process => process.ProcessId).ToArray())
        {
            _ended.Add(new(gone.Role, gone.ProcessId, gone.LastSeen, [.. (await cloud.LogAsync(gone.Role)).TakeLast(LinesShown)]));
        }
    }

    /// <summary>The processes that have ended.</summary>
    public IReadOnlyList<EndedProcess> Ended => _ended;

    /// <summary>The footprints of all processes with enough samples.</summary>
    public IReadOnlyList<Footprint> Watched => [.. _processes.Select(process => process.Footprint(options.WarmUp)).OfType<Footprint>()];

    /// <summary>The process of each role with the most samples. It gets requests first. The others get requests only in bursts, so their warm-up takes hours.</summary>
    public IReadOnlyList<Footprint> Judged => [.. Watched.GroupBy(process => process.Role).Select(role => role.MaxBy(process => process.Samples.Count)!)];

    public override string ToString() => string.Join("  ", _processes.Select(process => FormattableString.Invariant($"{process.Role} {process.ResidentMebibytes:0.0} MiB")));

    private async Task FindAsync()
    {
        foreach (var role in Subjects.Roles)
        {
            var known = _processes.Select(process => process.ProcessId).ToHashSet();
            _processes.AddRange((await cloud.ProcessesAsync(role)).Where(id => !known.Contains(id)).Select(id => new ProcessSamples(role, id)));
        }
    }
}
