using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Runs the load with injected faults, finishes all runs with sweeps, and checks the result.</summary>
internal sealed class SoakRun(LocalCloud cloud, SoakOptions options)
{
    // A marker that was moved to the next full hour is due within 20 sweeps. A lost start is resolved after four sweeps. The rest is for events
    // that wait in the queue while throttling by IMS delays ingest.
    private const int MaxSweeps = 80;

    private readonly SoakLedger _ledger = new(cloud);
    private readonly ProcessWatcher _watcher = new(cloud, options);
    private readonly Stopwatch _since = Stopwatch.StartNew();

    public async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        var uploads = new UploadGenerator(cloud, _ledger, options);
        await LoadAsync(uploads, cancellationToken);

        var unused = await ClearFaultsAsync(cancellationToken);
        var left = await SweepUpAsync(uploads.Count, cancellationToken);
        await _watcher.NoteEndsAsync();
        var runs = await _ledger.RunsAsync(cancellationToken);
        var tasks = (await cloud.RunsAsync()).Select(run => (run.TaskId, run.Key)).ToArray();

        return new(options.Load, uploads.Count, tasks.Length, runs.CountBy(run => run.End).ToDictionary(), Injected(uploads.Faults, unused))
        {
            Judged = _watcher.Judged,
            Others = [.. _watcher.Watched.ExceptBy(_watcher.Judged.Select(process => process.ProcessId), process => process.ProcessId)],
            Problems =
            [
                .. RunCheck.Problems(uploads.ByKey, runs, tasks),
                .. left.Select(marker => $"MARKER-LEFT: {marker} still exists after {MaxSweeps} sweeps. Search the log of reconcile for its run."),
                .. _watcher.Ended.Select(process => process.Problem),
                .. Subjects.Roles.Except(_watcher.Judged.Select(process => process.Role)).Select(role => $"NOT-WATCHED: no process of {role} ran long enough to be checked."),
                .. _watcher.Judged.SelectMany(process => GrowthBound.Problems(process, uploads.Count / options.Load.TotalMinutes)),
            ],
        };
    }

    private async Task LoadAsync(UploadGenerator uploads, CancellationToken cancellationToken)
    {
        using var loadOver = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        loadOver.CancelAfter(options.Load);

        await Task.WhenAll(
            uploads.RunAsync(loadOver.Token, cancellationToken),
            _watcher.RunAsync(loadOver.Token),
            EachAsync(options.SweepEvery, cloud.SweepOnceAsync, loadOver.Token),
            EachAsync(options.ReportEvery, token => ReportAsync(uploads, token), loadOver.Token));
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

    private async Task ReportAsync(UploadGenerator uploads, CancellationToken cancellationToken) => await Console.Error.WriteLineAsync(
        $@"{_since.Elapsed:mm\:ss}  {uploads.Count} uploads, {await OpenAsync(cancellationToken)} open, {uploads.Faults.Values.Sum()} faults  {_watcher}");

    private async Task<string> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return $"{(await _ledger.MarkersAsync(cancellationToken)).Count}";
        }
        catch (OssException)
        {
            // The reader took a fault that was meant for a sweep.
            return "?";
        }
    }

    /// <returns>The number of faults of each kind that did not occur.</returns>
    private async Task<IReadOnlyDictionary<string, int>> ClearFaultsAsync(CancellationToken cancellationToken)
    {
        var pending = await cloud.Http.GetFromJsonAsync<SoakFault[]>($"{cloud.Control}/_emulator/faults", JsonSerializerOptions.Web, cancellationToken);
        using var reply = await cloud.Http.DeleteAsync($"{cloud.Control}/_emulator/faults", cancellationToken);
        reply.EnsureSuccessStatusCode();
        return pending!.CountBy(fault => fault.Name).ToDictionary();
    }

    private static SortedDictionary<string, int> Injected(IReadOnlyDictionary<string, int> requested, IReadOnlyDictionary<string, int> unused) =>
        new(requested.ToDictionary(fault => fault.Key, fault => fault.Value - unused.GetValueOrDefault(fault.Key)), StringComparer.Ordinal);

    /// <summary>Sweeps until every run has ended.</summary>
    /// <returns>The markers that are left after the last sweep.</returns>
    private async Task<IReadOnlyList<string>> SweepUpAsync(int uploads, CancellationToken cancellationToken)
    {
        // One more sweep after the last marker is gone: an event that waits for its next attempt has no marker yet.
        for (int sweep = 0, quiet = 0; sweep < MaxSweeps && quiet < 2; sweep++)
        {
            await cloud.SweepOnceAsync(cancellationToken);
            var isQuiet = (await cloud.RunsAsync()).Length >= uploads && (await _ledger.MarkersAsync(cancellationToken)).Count == 0;
            quiet = isQuiet ? quiet + 1 : 0;
        }

        return await _ledger.MarkersAsync(cancellationToken);
    }
}
