namespace FcWorkflowTrigger.Settings;

/// <summary>Which of the three functions this process is; <c>APP_ROLE</c> in lower case.</summary>
internal enum FunctionRole
{
    /// <summary>Takes object-created events and starts workflows.</summary>
    Ingest,

    /// <summary>Takes completion callbacks over HTTP.</summary>
    Callback,

    /// <summary>Runs on a timer and finishes what the other two missed.</summary>
    Reconcile,
}
