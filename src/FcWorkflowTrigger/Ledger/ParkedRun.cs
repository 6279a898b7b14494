using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The content of the marker of a parked run, so that a list of parked runs reads no record.</summary>
/// <param name="Reason">One of the reasons in <see cref="ParkRecord"/>.</param>
/// <param name="At">When the run was parked.</param>
internal sealed record ParkedRun(string Reason, DateTimeOffset At)
{
    public static ParkedRun From(ParkRecord park) => new(park.Reason, park.At);
}
