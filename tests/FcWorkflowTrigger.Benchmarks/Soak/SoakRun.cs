using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Half an hour in the life of a deployment, with everything going wrong that can, and what is left of it.</summary>
internal sealed class SoakRun(LocalCloud cloud, SoakOptions options)
{
    // A marker moved to the next full hour is due within 20 sweeps; a lost start is certain after four. The rest is for events that wait in
    // the queue while IMS's throttling slows ingest down.
    private const int SweepsToEndAll = 80;

    private readonly SoakLedger _ledger = new(cloud);
    private readonly Watch _watch = new(cloud, options);
    private readonly Stopwatch _since = Stopwatch.StartNew();

    public async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        var uploads = new Uploads(cloud, _ledger, options);
        await LoadAsync(uploads, cancellationToken);

        var spared = await CallOffAsync(cancellationToken);
        var left = await SweepUpAsync(uploads.Count, cancellationToken);
        await _watch.NoteEndsAsync();
        var runs = await _ledger.RunsAsync(cancellationToken);
        var tasks = (await cloud.RunsAsync()).Select(run => (run.TaskId, run.Key)).ToArray();

        return new(options.Load, uploads.Count, tasks.Length, runs.CountBy(run => run.End).ToDictionary(), Met(uploads.Troubles, spared))
        {
            Judged = _watch.Judged,
            Others = [.. _watch.Watched.ExceptBy(_watch.Judged.Select(process => process.ProcessId), process => process.ProcessId)],
            Problems =
            [
                .. RunCheck.Problems(uploads.ByKey, runs, tasks),
                .. left.Select(marker => $"MARKER-LEFT: {marker} is still there after {SweepsToEndAll} sweeps. Look at reconcile's log for its run."),
                .. _watch.Ended.Select(process => process.Problem),
                .. Subjects.Roles.Except(_watch.Judged.Select(process => process.Role)).Select(role => $"NOT-WATCHED: no process of {role} lived long enough to be judged."),
                .. _watch.Judged.SelectMany(process => GrowthBound.Problems(process, uploads.Count / options.Load.TotalMinutes)),
            ],
        };
    }

    private async Task LoadAsync(Uploads uploads, CancellationToken cancellationToken)
    {
        using var loadOver = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        loadOver.CancelAfter(options.Load);

        await Task.WhenAll(
            uploads.RunAsync(loadOver.Token, cancellationToken),
            _watch.RunAsync(loadOver.Token),
            EachAsync(options.SweepEvery, cloud.SweepOnceAsync, loadOver.Token),
            EachAsync(options.TellEvery, token => TellAsync(uploads, token), loadOver.Token));
    }

    private static async Task EachAsync(TimeSpan period, Func<CancellationToken, Task> act, CancellationToken loadOver)
    {
        using var tick = new PeriodicTimer(period);

        try
        {
            while (await tick.WaitForNextTickAsync(loadOver))
            {
                await act(loadOver);
            }
        }
        catch (OperationCanceledException) when (loadOver.IsCancellationRequested)
        {
            // The load is over.
        }
    }

    private async Task TellAsync(Uploads uploads, CancellationToken cancellationToken) => await Console.Error.WriteLineAsync(
        $@"{_since.Elapsed:mm\:ss}  {uploads.Count} uploads, {await OpenAsync(cancellationToken)} open, {uploads.Troubles.Values.Sum()} troubles  {_watch}");

    private async Task<string> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return $"{(await _ledger.MarkersAsync(cancellationToken)).Count}";
        }
        catch (OssException)
        {
            // The trouble was meant for a sweep.
            return "?";
        }
    }

    /// <returns>How many troubles of each kind never struck.</returns>
    private async Task<IReadOnlyDictionary<string, int>> CallOffAsync(CancellationToken cancellationToken)
    {
        var pending = await cloud.Http.GetFromJsonAsync<Trouble[]>($"{cloud.Control}/_emulator/faults", JsonSerializerOptions.Web, cancellationToken);
        using var reply = await cloud.Http.DeleteAsync($"{cloud.Control}/_emulator/faults", cancellationToken);
        reply.EnsureSuccessStatusCode();
        return pending!.CountBy(trouble => trouble.Name).ToDictionary();
    }

    private static SortedDictionary<string, int> Met(IReadOnlyDictionary<string, int> asked, IReadOnlyDictionary<string, int> spared) =>
        new(asked.ToDictionary(trouble => trouble.Key, trouble => trouble.Value - spared.GetValueOrDefault(trouble.Key)), StringComparer.Ordinal);

    /// <summary>Sweeps until every run has ended.</summary>
    /// <returns>The markers that no sweep took away.</returns>
    private async Task<IReadOnlyList<string>> SweepUpAsync(int uploads, CancellationToken cancellationToken)
    {
        // One more after the last marker is gone: an event that waits for its next try has none yet.
        for (int sweep = 0, quiet = 0; sweep < SweepsToEndAll && quiet < 2; sweep++)
        {
            await cloud.SweepOnceAsync(cancellationToken);
            var isQuiet = (await cloud.RunsAsync()).Length >= uploads && (await _ledger.MarkersAsync(cancellationToken)).Count == 0;
            quiet = isQuiet ? quiet + 1 : 0;
        }

        return await _ledger.MarkersAsync(cancellationToken);
    }
}
