using System.Collections.Concurrent;
using System.Diagnostics;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The recorded requests to the cloud, each with the times of its arrival and its reply.</summary>
internal sealed class RecordedRequests
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = [];

    /// <param name="Service"><c>oss</c> or <c>ims</c>.</param>
    /// <param name="Begin"><see cref="Stopwatch"/> ticks, as is <paramref name="End"/>.</param>
    internal readonly record struct RecordedRequest(string Service, string Operation, long Begin, long End);

    public IReadOnlyCollection<RecordedRequest> All => _requests;

    public void Add(RecordedRequest entry) => _requests.Enqueue(entry);

    public int Count(string service) => _requests.Count(entry => entry.Service == service);

    /// <summary>The number of requests that waited for the reply of an earlier request. Requests in flight at the same time count as one.</summary>
    /// <param name="until">In <see cref="Stopwatch"/> ticks. Requests that ended later are not counted.</param>
    public int SerialSteps(long until) => Busy(_requests.Where(entry => entry.End <= until)).Count;

    /// <summary>The total time in which at least one request was at the cloud.</summary>
    public TimeSpan BusyTime() => TimeSpan.FromSeconds(Busy(_requests).Sum(span => (double)(span.End - span.Begin)) / Stopwatch.Frequency);

    private static List<(long Begin, long End)> Busy(IEnumerable<RecordedRequest> entries)
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
