using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Lets bytes that lie in IMS already start nothing: the same bytes as those of the last run under their key, once that run has succeeded.</summary>
/// <remarks>
/// The runs of a key and rule stand in one line. Places are numbered and written once, by an append at position 0, which also holds in a
/// versioned bucket. Behind a run of the same bytes a place is given only after it has ended without success; behind one of other bytes at
/// once, since what was there before is replaced.
/// </remarks>
internal sealed class IdenticalGate(IOssClient oss, Retry retry, RunJournal journal, ILogger<IdenticalGate> logger)
{
    private const int RuleDigits = 16;

    /// <summary>An upload whose event lacks the eTag is like no other.</summary>
    public static bool Governs(ClaimRecord claim) => claim is { Plan.SkipIdentical: true, Src.Etag.Length: > 0 };

    public async Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var (places, next) = (PlacesOf(run), 0);

        // A first upload is alone, and pays for nothing more. A place lost to somebody else is a new last place to look at.
        while (!await TakeAsync(LedgerKeys.Place(places, next), run.Id, cancellationToken))
        {
            var last = await LastAsync(places, cancellationToken);

            if (await JudgeAsync(run, places, last, cancellationToken) is { } verdict)
            {
                return verdict;
            }

            next = last + 1;
        }

        return GateVerdict.Open.Uncounted;
    }

    /// <summary>The same, without taking a place.</summary>
    public async Task<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var places = PlacesOf(run);
        return await JudgeAsync(run, places, await LastAsync(places, cancellationToken), cancellationToken) is not GateVerdict.Waits;
    }

    /// <returns>Null when the run may take the next place.</returns>
    private async Task<GateVerdict?> JudgeAsync(WorkflowRun.Claimed run, string places, int last, CancellationToken cancellationToken) =>
        last < 0 || await HolderAsync(LedgerKeys.Place(places, last), cancellationToken) is not { } holder ? null
        : holder == run.Id ? GateVerdict.Open.Uncounted
        : Judge(run, await journal.ReadAsync(holder, cancellationToken));

    private GateVerdict? Judge(WorkflowRun.Claimed run, WorkflowRun holder)
    {
        switch (holder)
        {
            // A log older than the bucket keeps them has been forgotten; the place would be soon.
            case WorkflowRun.Unclaimed:
            case WorkflowRun.Opened { Claim.Src: var other } when (other.Etag, other.Size) != (run.Claim.Src.Etag, run.Claim.Src.Size):
                return null;
            case WorkflowRun.Finished { End: DoneRecord { Outcome: "succeeded" } }:
                return new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.Identical, Detail = holder.Id.Value });
            case WorkflowRun.Finished:
                return null;
            case WorkflowRun.Parked:
                StartLog.WaitsForParked(logger, run.Id, holder.Id);
                break;
        }

        return new GateVerdict.Waits($"the end of run {holder.Id}, which has the same bytes");
    }

    private async Task<bool> TakeAsync(string key, RunId run, CancellationToken cancellationToken)
    {
        var body = Encoding.ASCII.GetBytes(run.Value);
        return await retry.ExecuteAsync(token => oss.AppendAsync(key, 0, body, token), cancellationToken) is OssPut.Written;
    }

    /// <returns>-1 when there is none.</returns>
    private async Task<int> LastAsync(string places, CancellationToken cancellationToken)
    {
        var last = -1;

        await foreach (var entry in oss.ListAllAsync(retry, places, cancellationToken))
        {
            last = int.TryParse(entry.Key.AsSpan(places.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : last;
        }

        return last;
    }

    private async Task<RunId?> HolderAsync(string key, CancellationToken cancellationToken)
    {
        var body = await retry.ExecuteAsync(token => oss.GetAsync(key, token), cancellationToken);
        return body is not null && RunId.TryParse(Encoding.ASCII.GetString(body), out var run) ? run : null;
    }

    private static string PlacesOf(WorkflowRun.Claimed run) => LedgerKeys.Places(
        run.Id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run.Claim.Rule)))[..RuleDigits]);
}
