using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>The states that a person can ask for.</summary>
internal static class RunStates
{
    /// <summary>The run has not ended: it has a marker under <c>d/</c>. A person who asks for open runs also wants those that wait.</summary>
    public const string Open = "open";

    /// <summary>The run is open and waits for its sidecar.</summary>
    public const string Waiting = "waiting";

    /// <summary>The run is open, and its task takes longer than its rule expects.</summary>
    public const string Overdue = "overdue";

    /// <summary>A person must decide about the run.</summary>
    public const string Parked = "parked";

    public static IReadOnlyList<string> All { get; } = [Open, Waiting, Overdue, Parked, .. EndEntry.States];

    /// <summary>The states of runs that have a marker under <c>d/</c>; a person who asks for open runs wants all of them.</summary>
    public static bool IsOpen(string state) => state is Open or Waiting or Overdue;

    /// <summary>The run will not go on.</summary>
    public static bool IsEnd(string state) => EndEntry.States.Contains(state);
}
