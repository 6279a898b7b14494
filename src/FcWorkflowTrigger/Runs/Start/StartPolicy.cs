namespace FcWorkflowTrigger.Runs.Start;

/// <summary>What follows when a start vanished without a trace; <c>START_POLICY</c> in lower case.</summary>
internal enum StartPolicy
{
    /// <summary>Send a fresh one, once no copy of the first can arrive and IMS's list shows none that did.</summary>
    Resend,

    /// <summary>Leave it to a person: for those who trust IMS's list less than they mind the delay.</summary>
    Park,
}
