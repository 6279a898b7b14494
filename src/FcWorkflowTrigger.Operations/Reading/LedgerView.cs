using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations.Connecting;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>The ledger of one connection, for commands that only read it.</summary>
internal sealed class LedgerView
{
    public LedgerView(IOssClient bucket, LedgerMode mode, Retry retry, TimeProvider clock)
    {
        Bucket = bucket;
        Ledger = LedgerRegistration.Create(mode, bucket, retry, clock);
        Catalog = new(bucket, retry);
        Listing = new(Catalog, new(bucket, Ledger, retry, mode));
        Outbox = new(bucket, retry, clock, isUsed: true);
    }

    /// <summary>Opens the ledger with one request, whose reply tells the cloud's time: filters, ages and signatures go by it.</summary>
    /// <exception cref="OperationException">There are no keys, or the ledger's bucket is not known.</exception>
    public static async Task<LedgerView> OpenAsync(CloudContext context, CancellationToken cancellationToken)
    {
        var view = new LedgerView(context.OpenLedgerBucket(), context.Connection.LedgerMode, context.Retry, context.Clock);
        await context.Retry.ExecuteAsync(token => view.Bucket.ListAsync(LedgerKeys.MarksRoot, null, token), cancellationToken);
        return view;
    }

    public IOssClient Bucket { get; }

    public IRunLedger Ledger { get; }

    public RunCatalog Catalog { get; }

    public RunListing Listing { get; }

    public Outbox Outbox { get; }
}
