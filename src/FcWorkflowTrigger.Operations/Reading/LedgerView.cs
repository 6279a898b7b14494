using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations.Connecting;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>The ledger of one connection, for commands that only read it.</summary>
internal sealed class LedgerView
{
    private LedgerView(CloudContext context)
    {
        Bucket = context.OpenLedgerBucket();
        Ledger = LedgerRegistration.Create(context.Connection.LedgerMode, Bucket, context.Retry, context.Clock);
        Catalog = new(Bucket, context.Retry);
        Listing = new(Catalog, new(Bucket, Ledger, context.Retry, context.Connection.LedgerMode));
        Outbox = new(Bucket, context.Retry, context.Clock, isUsed: true);
    }

    /// <summary>Opens the ledger with one request, whose reply tells the cloud's time: filters, ages and signatures go by it.</summary>
    /// <exception cref="OperationException">There are no keys, or the ledger's bucket is not known.</exception>
    public static async Task<LedgerView> OpenAsync(CloudContext context, CancellationToken cancellationToken)
    {
        var view = new LedgerView(context);
        await context.Retry.ExecuteAsync(token => view.Bucket.ListAsync(LedgerKeys.MarksRoot, null, token), cancellationToken);
        return view;
    }

    public IOssClient Bucket { get; }

    public IRunLedger Ledger { get; }

    public RunCatalog Catalog { get; }

    public RunListing Listing { get; }

    public Outbox Outbox { get; }
}
