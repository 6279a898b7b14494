namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>How IMS's own signature on callbacks is checked.</summary>
/// <param name="Keys">What IMS signs with; several while a key is replaced, none when IMS does not sign.</param>
/// <param name="Tolerance">How far <c>X-ICE-TIMESTAMP</c> may be from now.</param>
internal sealed record SignatureOptions(IReadOnlyList<string> Keys, TimeSpan Tolerance, SignatureDemand Demand)
{
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    public static SignatureOptions None { get; } = new([], DefaultTolerance, SignatureDemand.Optional);

    // The keys must never reach a log by way of the record's own text.
    public override string ToString() => $"SignatureOptions {{ Keys = {Keys.Count}, Tolerance = {Tolerance}, Demand = {Demand} }}";
}

/// <summary>Whether a callback to a run's own URL must bear IMS's signature; <c>IMS_CALLBACK_SIGNATURE</c> in lower case.</summary>
internal enum SignatureDemand
{
    /// <summary>It may be absent, since IMS does not say that it signs these; one that is there must be genuine.</summary>
    Optional,

    /// <summary>Unsigned callbacks are refused; their runs are finished by sweeps.</summary>
    Required,
}
