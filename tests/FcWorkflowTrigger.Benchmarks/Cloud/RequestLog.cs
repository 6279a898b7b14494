using System.Collections.Concurrent;
using System.Diagnostics;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>Every request to the cloud, from its arrival to its answer.</summary>
internal sealed class RequestLog
{
    private readonly ConcurrentQueue<Entry> _entries = [];

    /// <param name="Service"><c>oss</c> or <c>ims</c>.</param>
    /// <param name="Begin"><see cref="Stopwatch"/> ticks, as is <paramref name="End"/>.</param>
    internal readonly record struct Entry(string Service, string Operation, long Begin, long End);

    public IReadOnlyCollection<Entry> Entries => _entries;

    public void Add(Entry entry) => _entries.Enqueue(entry);

    public int Count(string service) => _entries.Count(entry => entry.Service == service);

    /// <summary>How many requests had to wait for an earlier one's answer, counting those under way together as one.</summary>
    /// <param name="until"><see cref="Stopwatch"/> ticks: what ended later nobody waited for.</param>
    public int SerialSteps(long until) => Busy(_entries.Where(entry => entry.End <= until)).Count;

    /// <summary>How long at least one request was at the cloud.</summary>
    public TimeSpan BusyTime() => TimeSpan.FromSeconds(Busy(_entries).Sum(span => (double)(span.End - span.Begin)) / Stopwatch.Frequency);

    private static List<(long Begin, long End)> Busy(IEnumerable<Entry> entries)
    {
        var spans = new List<(long Begin, long End)>();

        foreach (var entry in entries.OrderBy(entry => entry.Begin))
        {
            if (spans.Count > 0 && entry.Begin <= spans[^1].End)
            {
                spans[^1] = (spans[^1].Begin, Math.Max(spans[^1].End, entry.End));
            }
            else
            {
                spans.Add((entry.Begin, entry.End));
            }
        }

        return spans;
    }
}
