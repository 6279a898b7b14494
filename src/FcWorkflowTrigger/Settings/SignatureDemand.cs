namespace FcWorkflowTrigger.Settings;

/// <summary>Whether a callback to a run's own URL must bear IMS's signature; <c>IMS_CALLBACK_SIGNATURE</c> in lower case.</summary>
internal enum SignatureDemand
{
    /// <summary>It may be absent, since IMS does not say that it signs these; one that is there must be genuine.</summary>
    Optional,

    /// <summary>Unsigned callbacks are refused; their runs are finished by sweeps.</summary>
    Required,
}
