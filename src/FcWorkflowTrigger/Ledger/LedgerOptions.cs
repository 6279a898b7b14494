namespace FcWorkflowTrigger.Ledger;

/// <summary>Where the ledger lives.</summary>
/// <param name="Endpoint">The OSS endpoint without the bucket.</param>
internal sealed record LedgerOptions(string Bucket, LedgerMode Mode, Uri Endpoint);

/// <summary>How the ledger's compare-and-append is done; <c>LEDGER_MODE</c> in lower case.</summary>
internal enum LedgerMode
{
    /// <summary>One object a record, put if absent. The bucket must never have been versioned: OSS ignores the condition there.</summary>
    Slots,

    /// <summary>One appendable object a run. For versioned buckets and high rates.</summary>
    Append,
}
