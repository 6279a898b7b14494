using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Cli.Reading;

/// <summary>The ledger of one connection, for commands that only read it.</summary>
internal sealed class LedgerView
{
    /// <exception cref="CliException">There are no keys, or the ledger's bucket is not known.</exception>
    public LedgerView(CliContext context)
    {
        Bucket = context.OpenLedgerBucket();
        Ledger = LedgerRegistration.Create(context.Connection.LedgerMode, Bucket, context.Retry, context.Clock);
        Catalog = new(Bucket, context.Retry);
        Listing = new(Catalog, new(Bucket, Ledger, context.Retry, context.Connection.LedgerMode));
        Outbox = new(Bucket, context.Retry, context.Clock, isUsed: true);
    }

    public IOssClient Bucket { get; }

    public IRunLedger Ledger { get; }

    public RunCatalog Catalog { get; }

    public RunListing Listing { get; }

    public Outbox Outbox { get; }
}
