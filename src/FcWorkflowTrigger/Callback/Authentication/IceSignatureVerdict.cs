namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>The result of verifying IMS's signature. The default value is the strictest, so that a value that was never set is refused.</summary>
internal enum IceSignatureVerdict
{
    /// <summary>The signature was not made with a configured key, it was made for another URL, or one header is missing.</summary>
    Forged,

    /// <summary>The signature is genuine, but its time is too old or too far ahead: perhaps a replay.</summary>
    Stale,

    /// <summary>The request has neither header.</summary>
    Absent,

    /// <summary>IMS has just made the signature for this URL.</summary>
    Genuine,
}
