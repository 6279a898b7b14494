using System.Text.Json;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Metrics;
using FcWorkflowTrigger.Telemetry.Traces;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>
/// Tells a collector of every run that has ended, at least once, and of how things stand. It comes last in a sweep and takes a small part of its
/// time. While the collector does not answer, it costs one request a sweep, and the ends wait in the index.
/// </summary>
internal sealed class RunExport(
    DueEnds ends,
    ExportCursors cursors,
    RunStoryReader stories,
    IOtlpClient client,
    TelemetrySource source,
    IEnumerable<IOutcomeSink> sinks,
    TelemetryOptions options,
    ILogger<RunExport> logger,
    TimeProvider clock)
{
    // What is read in one sweep, and what is sent in one request.
    private const int MostEnds = 2000;
    private const int BatchSize = 50;

    // What waits for its deliveries is remembered in the cursor, which stays small, and visited in turn.
    private const int MostUndelivered = 500;
    private const int MostVisited = 50;

    // A delivery is given up within four days.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(5);

    // The first export tells also of what has just ended.
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    private readonly string[] _sinks = [.. sinks.Where(sink => sink.IsReceiver).Select(sink => sink.Name)];

    /// <summary>Whether a collector is set.</summary>
    public bool IsOn => options.IsOn;

    /// <summary>Never fails: what was not exported is exported by a later sweep.</summary>
    /// <param name="stopAt">After this time no further request is begun.</param>
    public async Task RunAsync(Levels levels, DateTimeOffset stopAt, CancellationToken cancellationToken)
    {
        if (!options.IsOn || clock.GetUtcNow() >= stopAt)
        {
            return;
        }

        try
        {
            await ExportAsync(levels, stopAt, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            TelemetryLog.Failed(logger, failure);
        }
    }

    private async Task ExportAsync(Levels levels, DateTimeOffset stopAt, CancellationToken cancellationToken)
    {
        var metrics = source.CreateMetrics(MetricFactory.CreateSweep(levels));

        if (!IsDone("metrics", await client.SendAsync(metrics, cancellationToken)))
        {
            return;
        }

        var cursor = await ReadCursorAsync(cancellationToken);
        var found = await ends.FindAsync(cursor, MostEnds, cancellationToken);
        var exported = 0;

        if (found.Expired > 0)
        {
            TelemetryLog.Expired(logger, found.Expired);

            // So that they are told once, also while nothing else ends.
            cursor = cursor.SkipTo(found.Oldest);
            await cursors.WriteAsync(cursor, cancellationToken);
        }

        foreach (var batch in found.Due.Chunk(BatchSize))
        {
            if (clock.GetUtcNow() >= stopAt || await ExportAsync(cursor, batch, cancellationToken) is not { } next)
            {
                break;
            }

            (cursor, exported) = (next, exported + batch.Length);
        }

        if (exported > 0)
        {
            TelemetryLog.Exported(logger, exported);
        }

        if (exported == found.Due.Count && clock.GetUtcNow() < stopAt)
        {
            await ExportDeliveriesAsync(cursor, cancellationToken);
        }
    }

    private async Task<ExportCursor> ReadCursorAsync(CancellationToken cancellationToken)
    {
        if (await cursors.ReadAsync(cancellationToken) is { } known)
        {
            return known;
        }

        // Kept before the first export, so that nothing is skipped while the collector does not answer yet.
        var begin = ExportCursor.BeginAt(clock.GetUtcNow() - Before);
        await cursors.WriteAsync(begin, cancellationToken);
        return begin;
    }

    /// <returns>The cursor behind the batch; null when the collector has not taken it.</returns>
    private async Task<ExportCursor?> ExportAsync(ExportCursor cursor, ListedEnd[] batch, CancellationToken cancellationToken)
    {
        var told = (await Task.WhenAll(batch.Select(listed => ReadAsync(listed.End.Run, cancellationToken)))).OfType<RunStory>().ToArray();
        var now = clock.GetUtcNow();
        var counts = MetricFactory.CreateEnds([.. told.Select(story => story.History)], cursor.Through, batch[^1].PutAt);

        if (told.Length > 0
            && (!IsDone("traces", await client.SendAsync(source.CreateTraces([.. told.SelectMany(story => RunTraceFactory.Create(story, now))]), cancellationToken))
                || !IsDone("metrics", await client.SendAsync(source.CreateMetrics(counts), cancellationToken))))
        {
            return null;
        }

        // Behind the collector's answer, so that a process that ends here exports the batch once more.
        var undelivered = told.Where(story => !IsDelivered(story)).Select(story => new UndeliveredRun(story.History.Id.Value, now));
        var next = ExportCursor.Behind(batch[^1], cursor.Undelivered.Concat(undelivered).TakeLast(MostUndelivered));
        await cursors.WriteAsync(next, cancellationToken);
        return next;
    }

    /// <summary>Tells of deliveries that were not over when the end of their run was told, once all of the run are.</summary>
    private async Task ExportDeliveriesAsync(ExportCursor cursor, CancellationToken cancellationToken)
    {
        if (cursor.Undelivered.Count == 0)
        {
            return;
        }

        var (now, visited) = (clock.GetUtcNow(), cursor.Undelivered.Take(MostVisited).ToArray());
        var read = await Task.WhenAll(visited.Select(async waiting => (Waiting: waiting, Story: RunId.TryParse(waiting.Run, out var run) ? await ReadAsync(run, cancellationToken) : null)));
        var (over, still) = (read.Where(run => IsOver(run.Waiting, run.Story)).ToArray(), read.Where(run => !IsOver(run.Waiting, run.Story)).Select(run => run.Waiting));
        var spans = over.Select(run => run.Story).OfType<RunStory>()
            .SelectMany(story => RunTraceFactory.CreateDeliveries(RunTrace.From(story.History), story.History.Records, story.Deliveries))
            .ToArray();

        if (spans.Length == 0 || IsDone("traces", await client.SendAsync(source.CreateTraces(spans), cancellationToken)))
        {
            // What still waits goes to the end of the line.
            await cursors.WriteAsync(cursor with { Undelivered = [.. cursor.Undelivered.Skip(MostVisited), .. still] }, cancellationToken);
        }

        bool IsOver(UndeliveredRun waiting, RunStory? story) => story is null || IsDelivered(story) || waiting.Since + MaxWait <= now;
    }

    /// <summary>Whether no receiver is tried again for the end of the run.</summary>
    private bool IsDelivered(RunStory story) => _sinks.All(sink => story.Deliveries.FindFirst(story.History.Records[^1].Seq, sink) is { NextAt: null });

    /// <returns>Null for a run that is gone from the ledger, or that cannot be read: it must not hold up the others for ever.</returns>
    private async Task<RunStory?> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            var story = await stories.ReadAsync(run, cancellationToken);

            // A record of a later version, or an order of records that this one does not know, is met here and not among the spans.
            _ = story is null ? null : WorkflowRun.From(story.History);
            return story;
        }
        catch (Exception unreadable) when (unreadable is LedgerIncompleteException or InvalidDataException or JsonException)
        {
            TelemetryLog.Unreadable(logger, run, unreadable);
            return null;
        }
    }

    /// <returns>False when the message has to be sent again.</returns>
    private bool IsDone(string signal, OtlpReply reply)
    {
        switch (reply)
        {
            case OtlpReply.Accepted:
                return true;
            case OtlpReply.Refused refused:
                TelemetryLog.Refused(logger, signal, refused.Reason);
                return true;
            case OtlpReply.Later later:
                TelemetryLog.NotYet(logger, signal, later.Reason);
                return false;
            case var unknown:
                throw new InvalidOperationException($"The collector's reply {unknown} is not handled.");
        }
    }
}
