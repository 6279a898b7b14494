using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Operations.Acting;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>Has ingest open the runs of the candidates, several at once. What is reported comes in the order of the source.</summary>
/// <param name="invoke">Sends a request to ingest and returns its answer.</param>
/// <param name="rule">Only this rule; null for all.</param>
internal sealed class BackfillSender(Func<byte[], Task<byte[]>> invoke, string? rule, BackfillPace pace)
{
    private const int AtOnce = 8;

    // So many failures in a row are one cause, such as a right that is missing.
    private const int MostFailuresInARow = 10;

    /// <param name="waiting">Called with the number of open runs while there is no room for more.</param>
    /// <param name="done">Called for each candidate with what came of it.</param>
    /// <returns>False when it was stopped, by the token or by failures.</returns>
    public async Task<bool> SendAsync(
        IReadOnlyList<Candidate> candidates, Action<int> waiting, Action<Candidate, IReadOnlyList<BackfillRow>> done, CancellationToken cancellationToken)
    {
        var running = new Queue<(Candidate Candidate, Task<IReadOnlyList<BackfillRow>> Rows)>();
        var (sent, failures) = (0, 0);

        foreach (var candidate in candidates)
        {
            if (failures >= MostFailuresInARow || !await MayGoOnAsync(waiting, cancellationToken))
            {
                break;
            }

            running.Enqueue((candidate, SendAsync(candidate)));
            sent++;

            if (running.Count == AtOnce)
            {
                await CompleteAsync();
            }
        }

        // What is under way is not broken off: its answer says what was done.
        while (running.Count > 0)
        {
            await CompleteAsync();
        }

        return sent == candidates.Count;

        async Task CompleteAsync()
        {
            var (candidate, task) = running.Dequeue();
            var rows = await task;
            failures = rows.Any(row => row.Result == BackfillRow.Failed) ? failures + 1 : 0;
            done(candidate, rows);
        }
    }

    private async Task<bool> MayGoOnAsync(Action<int> waiting, CancellationToken cancellationToken)
    {
        try
        {
            await pace.WaitAsync(waiting, cancellationToken);
            return !cancellationToken.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<BackfillRow>> SendAsync(Candidate candidate)
    {
        var upload = candidate.Upload;

        try
        {
            var request = new IngestRequest(Backfill: new(upload.Bucket, upload.Key, upload.ETag, rule));
            var reply = OperatorRequest.ReadReply(await invoke(request.ToJson()), IngestJson.Default.BackfillReply);
            return [.. reply.Results.Select(result => new BackfillRow(upload.Key, upload.Size, result.Rule, result.Result, result.Run, result.Reason))];
        }
        catch (FunctionException refused)
        {
            return [Fail(refused.Code)];
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException or OperationCanceledException)
        {
            return [Fail("FC-UNREACHABLE")];
        }

        BackfillRow Fail(string code) => new(upload.Key, upload.Size, rule, BackfillRow.Failed, Reason: code);
    }
}
