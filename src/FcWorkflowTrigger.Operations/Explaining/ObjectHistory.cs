using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>Reads all runs of an object in the ledger, for every upload and every rule.</summary>
internal static class ObjectHistory
{
    public static async Task<LedgerReport> ReadAsync(CloudContext context, Upload upload, CancellationToken cancellationToken)
    {
        if (context.OpenLedger() is not { } ledger)
        {
            return new(context.LedgerUnavailableReason, []);
        }

        var runs = new List<RunReport>();

        foreach (var id in await ledger.ListRunsForKeyAsync(RunId.Create(upload, ruleName: ""), DateTimeOffset.MinValue, cancellationToken))
        {
            runs.Add(CreateReport(WorkflowRun.From(await ledger.ReadAsync(id, cancellationToken)), upload));
        }

        return new(null, [.. runs.OrderBy(run => run.ClaimedAt)]);
    }

    private static RunReport CreateReport(WorkflowRun run, Upload upload)
    {
        var records = run.History.Records;
        var claim = records.OfType<ClaimRecord>().First();

        return new(
            run.Id.Value,
            claim.Rule,
            records.OfType<ClaimRecord>().Last().WorkflowId,
            run.GetType().Name,
            claim.At,
            claim.Src.Etag,
            IsThisUpload: run.Id == RunId.Create(upload, claim.Rule) || (upload.RequestId is null && claim.Src.Etag == upload.ETag),
            claim.Config,
            records.OfType<IntentRecord>().LastOrDefault()?.MediaId,
            records.OfType<StartedRecord>().LastOrDefault()?.TaskId,
            records[^1] switch
            {
                DoneRecord done => done.Outcome,
                RejectRecord reject => Describe(reject),
                ParkRecord park => park.Reason,
                CancelRecord cancel => cancel.Detail is null ? cancel.Reason : $"{cancel.Reason}: {cancel.Detail}",
                _ => null,
            },
            (run as WorkflowRun.Waiting)?.Wait.Until,
            run.Forerunner?.Value,
            QuietGate.Until(run),
            RunOrigin.Of(claim));
    }

    private static string Describe(RejectRecord reject)
    {
        var code = reject.Message is null ? reject.Code : $"{reject.Code}, and IMS says: {reject.Message}";
        return $"{reject.Action} was refused: {code} (IMS request {reject.RequestId ?? "unknown"})";
    }
}
