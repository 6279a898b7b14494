namespace FcWorkflowTrigger.Runs.Start;

/// <summary>What to do when the outcome of a start stays unknown; <c>START_POLICY</c> in lower case.</summary>
internal enum StartPolicy
{
    /// <summary>
    /// Send a new start, once no copy of the first can be accepted and IMS's list shows no task of it. After the second start whose outcome
    /// stays unknown, the run is parked.
    /// </summary>
    Resend,

    /// <summary>Park the run for a person. It takes longer, and it does not depend on IMS's list.</summary>
    Park,
}
