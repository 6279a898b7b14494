namespace FcWorkflowTrigger.Settings;

/// <summary>Which of the three functions this process is; <c>APP_ROLE</c> in lower case.</summary>
internal enum FunctionRole
{
    /// <summary>Handles object-created events and starts workflows.</summary>
    Ingest,

    /// <summary>Handles completion callbacks over HTTP.</summary>
    Callback,

    /// <summary>Runs on a timer and finishes the runs that the other two functions missed.</summary>
    Reconcile,
}
