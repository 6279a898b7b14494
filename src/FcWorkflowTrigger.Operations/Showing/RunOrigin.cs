using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>How a run came that no event brought.</summary>
internal static class RunOrigin
{
    private const string Backfill = "backfill";

    /// <returns><c>catch-up</c>: a sweep found an upload whose event was missed. <c>backfill</c>: a person asked for it. Null for the run of an event, a redrive and a start.</returns>
    public static string? Of(ClaimRecord claim) => claim.Via ?? (claim.Src.ToUpload().IsBackfill && claim.Forerunner is null ? Backfill : null);

    /// <summary>The same in a few words, to follow a comma.</summary>
    public static string? Describe(ClaimRecord claim) => Of(claim) switch
    {
        null => null,
        ClaimVia.CatchUp => "by catch-up: its event was missed",
        Backfill => "by a backfill",
        var other => $"by {other}",
    };
}
