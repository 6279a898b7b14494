using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>Reads what the trace of a run is made of: its records, its task in IMS, the state of its deliveries.</summary>
internal sealed class RunStoryReader(IRunLedger ledger, Outbox outbox, TaskActivityReader activities)
{
    /// <returns>Null when the ledger does not hold the run.</returns>
    /// <exception cref="LedgerIncompleteException">Some records of the run were deleted.</exception>
    public async Task<RunStory?> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        var deliveries = outbox.ReadStateAsync(run, cancellationToken);
        var history = await ledger.ReadAsync(run, cancellationToken);
        var state = DeliveryState.Parse(await deliveries);

        return history.Records.Count == 0
            ? null
            : new(history, await ReadActivitiesAsync(history, cancellationToken), state, await ReadForerunnerAsync(history, cancellationToken));
    }

    private async Task<IReadOnlyList<Cloud.Ims.TaskActivity>> ReadActivitiesAsync(RunHistory history, CancellationToken cancellationToken) =>
        history.Records.OfType<StartedRecord>().LastOrDefault() is { } started ? await activities.ReadAsync(started.TaskId, cancellationToken) : [];

    private async Task<RunTrace?> ReadForerunnerAsync(RunHistory history, CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(history.Records.OfType<ClaimRecord>().First().Forerunner, out var forerunner))
        {
            return null;
        }

        try
        {
            return await ledger.ReadAsync(forerunner, cancellationToken) is { Records.Count: > 0 } before ? RunTrace.From(before) : null;
        }
        catch (LedgerIncompleteException)
        {
            return null;
        }
    }
}
