namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>What happens to one call.</summary>
internal enum Trouble
{
    None,

    /// <summary>The request never arrives; nothing is done.</summary>
    RequestLost,

    /// <summary>The request is carried out and its reply never seen.</summary>
    ReplyLost,

    /// <summary>The request arrives long after its caller has stopped waiting for it, and is carried out then.</summary>
    Late,

    /// <summary>Something on the way sends the request twice; the caller sees the second reply.</summary>
    Doubled,

    /// <summary>The service refuses for now: 503 of OSS, flow control of IMS.</summary>
    Refused,
}

/// <summary>Where, around one call, a process may die.</summary>
internal enum CrashPoint
{
    /// <summary>The request never leaves.</summary>
    Before,

    /// <summary>The request is under way and will arrive.</summary>
    During,

    /// <summary>The request was carried out; nobody acts on the reply.</summary>
    After,
}
