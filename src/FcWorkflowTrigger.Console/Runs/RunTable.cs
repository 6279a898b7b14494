using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.ConsolePage.Runs;

/// <summary>The runs of a ledger in memory: listed once, then kept up to date by what was written. The records of a run are read when its row is first shown.</summary>
internal sealed class RunTable(LedgerView view, IRunSource source, EventFeed feed) : IDisposable
{
    private const int ReadsAtOnce = 16;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<RunId, CatalogEntry> _entries = new();
    private readonly ConcurrentDictionary<RunId, (CatalogEntry Entry, RunSummary Summary)> _summaries = new();
    private readonly SemaphoreSlim _listing = new(1);
    private DateTimeOffset _since = DateTimeOffset.MaxValue;

    public async Task<RunsPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var known = await ListAsync(query.Since, query.Until, cancellationToken);
        var states = known.CountBy(entry => entry.State).ToDictionary();
        var entries = query.States.Count == 0 ? known : [.. known.Where(entry => IsCandidate(entry, query.States))];
        var first = query.Page * RunQuery.PageSize;

        if (!query.NeedsRecords)
        {
            var shown = await ReadAsync([.. entries.Skip(first).Take(query.Rows)], cancellationToken);
            return new(shown, entries.Count, entries.Count > first + RunQuery.PageSize, entries.Count, entries.Count, known.Count, states);
        }

        var (found, looked) = (new List<RunSummary>(), 0);

        foreach (var batch in entries.Take(query.Depth).Chunk(ReadsAtOnce * 4))
        {
            found.AddRange((await ReadAsync(batch, cancellationToken)).Where(query.Takes));
            looked += batch.Length;

            if (found.Count > first + RunQuery.PageSize)
            {
                break;
            }
        }

        return new(
            [.. found.Skip(first).Take(query.Rows)],
            looked == entries.Count ? found.Count : null,
            found.Count > first + RunQuery.PageSize,
            looked,
            entries.Count,
            known.Count,
            states);
    }

    /// <summary>The entries of all runs since then, the newest first.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> ListAsync(DateTimeOffset since, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await CoverAsync(since, cancellationToken);
        return [.. _entries.Values
            .Where(entry => (entry.At >= since || !RunStates.IsEnd(entry.State)) && (until is null || entry.At <= until))
            .OrderByDescending(entry => entry.At).ThenBy(entry => entry.Run.Value, StringComparer.Ordinal)];
    }

    /// <summary>Reads the records of these runs, unless they are known already.</summary>
    public async Task<IReadOnlyList<RunSummary>> ReadAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        var summaries = new RunSummary[entries.Count];
        await Parallel.ForAsync(0, entries.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var entry = entries[index];
            summaries[index] = _summaries.TryGetValue(entry.Run, out var known) && known.Entry == entry ? known.Summary : await ReadAsync(entry, token);
        });
        return summaries;
    }

    /// <summary>Follows the ledger and publishes each run that has changed, until the token ends it.</summary>
    public async Task FollowAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var changed = Channel.CreateUnbounded<RunId>();
        var watching = WatchAsync(changed.Writer, cancellationToken);

        while (await changed.Reader.WaitToReadAsync(cancellationToken))
        {
            // A run writes several keys within a moment; one look shows them all.
            await Task.Delay(Gathering, clock, cancellationToken);
            var runs = new HashSet<RunId>();

            while (changed.Reader.TryRead(out var run))
            {
                runs.Add(run);
            }

            await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken }, RefreshAsync);
        }

        await watching;
    }

    /// <summary>The ledger was emptied.</summary>
    public void Clear()
    {
        _entries.Clear();
        _summaries.Clear();
    }

    public void Dispose() => _listing.Dispose();

    private async Task WatchAsync(ChannelWriter<RunId> changed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var key in source.WatchAsync(cancellationToken))
            {
                if (FindRun(key) is { } run)
                {
                    changed.TryWrite(run);
                }
            }
        }
        finally
        {
            changed.Complete();
        }
    }

    // r/kk/<24>/<16>/nnnn.json, a/kk/<24>/<16>.jsonl, d/s/hour/<40>, e/s/hour/<40>-seq-state, p/<40>, p/<40>-waiting, w/kk/<40>.json
    private static RunId? FindRun(string key)
    {
        var parts = key.Split('/');
        var text = parts switch
        {
            ["r", _, var hash, var upload, _] => hash + upload,
            ["a", _, var hash, var upload] => hash + upload.Split('.')[0],
            ["d" or "e" or "o", _, _, var name] => name.Split('-')[0],
            ["p", var name] => name.Split('-')[0],
            ["w", _, var name] => name.Split('.')[0],
            _ => "",
        };
        return RunId.TryParse(text, out var run) ? run : null;
    }

    private async ValueTask RefreshAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            if (Summarize(await view.Ledger.ReadAsync(run, cancellationToken)) is not { } found)
            {
                // A marker without a record: the run is about to be claimed.
                return;
            }

            _entries[run] = found.Entry;
            var isNews = !_summaries.TryGetValue(run, out var before) || before.Summary != found.Summary;
            _summaries[run] = found;

            if (isNews)
            {
                feed.Publish("run", JsonSerializer.Serialize(found.Summary, ConsoleJson.Default.RunSummary));
            }
        }
        catch (Exception problem) when (problem is LedgerIncompleteException or HttpRequestException or Cloud.Oss.OssException or InvalidDataException)
        {
            // The next look at the run shows the problem to the person who looks.
            _summaries.TryRemove(run, out _);
        }
    }

    private async Task CoverAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (since >= _since)
        {
            return;
        }

        await _listing.WaitAsync(cancellationToken);

        try
        {
            if (since < _since)
            {
                foreach (var entry in await view.Catalog.ListAsync(since, null, cancellationToken))
                {
                    // What was read since is newer than the listing.
                    _entries.TryAdd(entry.Run, entry);
                }

                _since = since;
            }
        }
        finally
        {
            _listing.Release();
        }
    }

    private async Task<RunSummary> ReadAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            if (Summarize(await view.Ledger.ReadAsync(entry.Run, cancellationToken)) is { } found)
            {
                _entries[entry.Run] = found.Entry with { At = entry.At, End = entry.End, Marker = entry.Marker };
                _summaries[entry.Run] = (_entries[entry.Run], found.Summary with { At = entry.At });
                return _summaries[entry.Run].Summary;
            }
        }
        catch (LedgerIncompleteException)
        {
            return new(entry.Run.Value, entry.State, entry.At, Reason: "LEDGER-INCOMPLETE");
        }

        var row = await view.Listing.ReadAsync(entry, cancellationToken);
        return new(row.Run, row.State, row.At, row.Bucket, row.Key, row.Rule, row.WorkflowId, row.Size, ClaimedAt: row.ClaimedAt, Reason: row.Reason);
    }

    /// <returns>Null for a run without a record.</returns>
    private static (CatalogEntry Entry, RunSummary Summary)? Summarize(RunHistory history)
    {
        if (WorkflowRun.From(history) is not WorkflowRun.Opened run)
        {
            return null;
        }

        var (records, source) = (history.Records, run.Claim.Src);
        var started = records.OfType<StartedRecord>().LastOrDefault();
        var summary = new RunSummary(
            run.Id.Value,
            run.StateWord,
            records[^1].At,
            source.Bucket,
            source.Key,
            run.Claim.Rule,
            run.Claim.WorkflowId,
            source.Size,
            source.ToUpload().Time,
            records[0].At,
            started?.At,
            run.IsOver ? records[^1].At : null,
            started?.TaskId,
            records.OfType<IntentRecord>().Count(),
            EndReasons.Describe(records[^1]));
        return (new(run.Id, summary.State, summary.At), summary);
    }

    private static bool IsCandidate(CatalogEntry entry, IReadOnlyList<string> states) =>
        states.Contains(entry.State) || (entry.State == RunStates.Open && states.Contains(RunStates.Waiting));
}
