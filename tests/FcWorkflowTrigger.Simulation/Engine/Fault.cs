namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The fault of one call.</summary>
internal enum Fault
{
    None,

    /// <summary>The request never arrives. The service does nothing.</summary>
    RequestLost,

    /// <summary>The service executes the request. The reply is lost.</summary>
    ReplyLost,

    /// <summary>The request arrives long after the caller has stopped waiting. The service then executes it.</summary>
    Late,

    /// <summary>The network sends the request twice. The caller receives the second reply.</summary>
    Doubled,

    /// <summary>The service refuses for a time: status 503 of OSS, flow control of IMS.</summary>
    Refused,
}

/// <summary>The point of a call at which a process dies.</summary>
internal enum CrashPoint
{
    /// <summary>The process does not send the request.</summary>
    Before,

    /// <summary>The request is in flight and will arrive.</summary>
    During,

    /// <summary>The service has executed the request. No process receives the reply.</summary>
    After,
}
