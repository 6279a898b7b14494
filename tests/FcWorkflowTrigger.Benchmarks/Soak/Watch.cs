using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Looks at every process of the function again and again; one that comes later is watched from then on.</summary>
internal sealed class Watch(LocalCloud cloud, SoakOptions options)
{
    private const int LinesTold = 8;

    private readonly List<Series> _series = [];
    private readonly List<EndedProcess> _ended = [];

    public async Task RunAsync(CancellationToken loadOver)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        using var tick = new PeriodicTimer(options.SampleEvery);

        while (!loadOver.IsCancellationRequested)
        {
            await FindAsync();
            _series.ForEach(series => series.TryTake(since.Elapsed));
            await NoteEndsAsync();
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Notes who has gone, and at once, because a log keeps its last lines only.</summary>
    public async Task NoteEndsAsync()
    {
        foreach (var gone in _series.Where(series => series.HasEnded).ExceptBy(_ended.Select(process => process.ProcessId), series => series.ProcessId).ToArray())
        {
            _ended.Add(new(gone.Role, gone.ProcessId, gone.LastSeen, [.. (await cloud.LogAsync(gone.Role)).TakeLast(LinesTold)]));
        }
    }

    /// <summary>Every process that is gone.</summary>
    public IReadOnlyList<EndedProcess> Ended => _ended;

    /// <summary>What every process held that lived long enough to tell.</summary>
    public IReadOnlyList<Footprint> Watched => [.. _series.Select(series => series.Footprint(options.WarmUp)).OfType<Footprint>()];

    /// <summary>Of each role the one watched longest: it is the first in turn for every request. Others wake only in bursts, and warm up for hours.</summary>
    public IReadOnlyList<Footprint> Judged => [.. Watched.GroupBy(process => process.Role).Select(role => role.MaxBy(process => process.Samples.Count)!)];

    public override string ToString() => string.Join("  ", _series.Select(series => FormattableString.Invariant($"{series.Role} {series.ResidentMebibytes:0.0} MiB")));

    private async Task FindAsync()
    {
        foreach (var role in Subjects.Roles)
        {
            var known = _series.Select(series => series.ProcessId).ToHashSet();
            _series.AddRange((await cloud.ProcessesAsync(role)).Where(id => !known.Contains(id)).Select(id => new Series(role, id)));
        }
    }
}
