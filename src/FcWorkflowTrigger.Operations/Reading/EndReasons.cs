using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Why a run ended or stands still, in a word or two.</summary>
internal static class EndReasons
{
    /// <returns>Null for a record that is no end, and for a success.</returns>
    public static string? Describe(RunRecord record) => record switch
    {
        DoneRecord { Outcome: not "succeeded" } done => $"task {done.Task.Status}",
        RejectRecord reject => $"{reject.Action}: {reject.Code}",
        CancelRecord cancel => cancel.Reason,
        ParkRecord park => park.Reason,
        _ => null,
    };
}
