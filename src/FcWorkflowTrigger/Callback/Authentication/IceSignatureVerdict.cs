namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>What IMS's signature on a callback is worth. The first is the harshest, so that a forgotten one is refused.</summary>
internal enum IceSignatureVerdict
{
    /// <summary>Made with no key of ours, for another URL, or only half there.</summary>
    Forged,

    /// <summary>IMS's, but too old or too far ahead: perhaps a replay.</summary>
    Stale,

    /// <summary>Neither header came.</summary>
    Absent,

    /// <summary>Made by IMS, for this URL, just now.</summary>
    Genuine,
}
