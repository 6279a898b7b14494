using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>The samples of the resources of one process, over time.</summary>
internal sealed class ProcessSamples(string role, int processId)
{
    private readonly List<Sample> _samples = [];

    public string Role => role;

    public int ProcessId => processId;

    /// <param name="at">The time since the load began.</param>
    /// <returns>False if the process has ended.</returns>
    public bool TryTake(TimeSpan at)
    {
        try
        {
            var stats = new ProcessStats(processId);
            _samples.Add(new(at, stats.ResidentMebibytes * 1024, stats.Handles, stats.Threads));
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The time of the last sample; null if the process ended before the first sample.</summary>
    public TimeSpan? LastSeen => _samples.Count == 0 ? null : _samples[^1].At;

    public bool HasEnded => !Directory.Exists($"/proc/{processId}");

    public double ResidentMebibytes => _samples.Count == 0 ? 0 : _samples[^1].ResidentKibibytes / 1024;

    /// <summary>The trends, without the samples of the first <paramref name="warmUp"/>; null if there are too few samples.</summary>
    public Footprint? Footprint(TimeSpan warmUp)
    {
        Sample[] judged = [.. _samples.Where(sample => sample.At >= _samples[0].At + warmUp)];

        return judged.Length < 2 ? null : new(
            role,
            processId,
            judged,
            Trend.From([.. judged.Select(sample => (sample.At, sample.ResidentKibibytes))]),
            Trend.From([.. judged.Select(sample => (sample.At, (double)sample.Handles))]),
            Trend.From([.. judged.Select(sample => (sample.At, (double)sample.Threads))]));
    }
}
