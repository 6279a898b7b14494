using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Starting.Gates;

/// <summary>Lets the same bytes under the same key succeed once: one run at a time, each after the failure of the one before.</summary>
/// <remarks>
/// Places are numbered and written once, by an append at position 0, which also holds in a versioned bucket. A place is given only after the
/// run of the place before has ended without success, so all holders but the last have.
/// </remarks>
internal sealed class IdenticalGate(IOssClient oss, Retry retry, RunJournal journal)
{
    private const int ContentDigits = 16;

    /// <summary>An upload whose event lacks the eTag is like no other.</summary>
    public static bool Governs(ClaimRecord claim) => claim is { Plan.SkipIdentical: true, Src.Etag.Length: > 0 };

    public Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) => AskAsync(run, takesPlace: true, cancellationToken);

    /// <summary>The same, without taking a place.</summary>
    public async Task<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        await AskAsync(run, takesPlace: false, cancellationToken) is not GateVerdict.Waits;

    private async Task<GateVerdict> AskAsync(WorkflowRun.Claimed run, bool takesPlace, CancellationToken cancellationToken)
    {
        var (content, place) = (ContentOf(run.Claim), 0);

        while (true)
        {
            var key = LedgerKeys.Content(run.Id, content, place);

            if (takesPlace && await TakeAsync(key, run.Id, cancellationToken))
            {
                return GateVerdict.Open.Uncounted;
            }

            var holder = await HolderAsync(key, cancellationToken);

            if (holder == run.Id || (holder is null && !takesPlace))
            {
                return GateVerdict.Open.Uncounted;
            }

            if (holder is { } other && await JudgeAsync(other, cancellationToken) is { } verdict)
            {
                return verdict;
            }

            place += holder is null ? 0 : 1;
        }
    }

    /// <returns>Null when that run is no reason not to start.</returns>
    private async Task<GateVerdict?> JudgeAsync(RunId holder, CancellationToken cancellationToken) => await journal.ReadAsync(holder, cancellationToken) switch
    {
        WorkflowRun.Finished { End: DoneRecord { Outcome: "succeeded" } } =>
            new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.Identical, Detail = holder.Value }),

        // A log older than the bucket keeps them has been forgotten; the place would be soon.
        WorkflowRun.Finished or WorkflowRun.Unclaimed => null,
        _ => new GateVerdict.Waits($"the end of run {holder}, which has the same bytes"),
    };

    private async Task<bool> TakeAsync(string key, RunId run, CancellationToken cancellationToken)
    {
        var body = Encoding.ASCII.GetBytes(run.Value);
        return await retry.ExecuteAsync(token => oss.AppendAsync(key, 0, body, token), cancellationToken) is OssPut.Written;
    }

    private async Task<RunId?> HolderAsync(string key, CancellationToken cancellationToken)
    {
        var body = await retry.ExecuteAsync(token => oss.GetAsync(key, token), cancellationToken);
        return body is not null && RunId.TryParse(Encoding.ASCII.GetString(body), out var run) ? run : null;
    }

    private static string ContentOf(ClaimRecord claim) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{claim.Rule}\n{claim.Src.Etag}\n{claim.Src.Size}"))))[..ContentDigits];
}
