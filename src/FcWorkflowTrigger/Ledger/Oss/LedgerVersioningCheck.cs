using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>Sees to it, once a process, that the bucket keeps the promise mode <c>slots</c> stands on.</summary>
/// <remarks>OSS documentation, "PutObject": <c>x-oss-forbid-overwrite</c> is ignored, without a word, once versioning is enabled or suspended.</remarks>
internal sealed class LedgerVersioningCheck(IOssClient oss, Retry retry, LedgerOptions options)
{
    private volatile bool _passed;

    /// <exception cref="LedgerVersionedException">The bucket is versioned, or was.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (_passed || options.Mode != LedgerMode.Slots)
        {
            return;
        }

        if (await retry.ExecuteAsync(oss.GetVersioningAsync, cancellationToken) is { } status)
        {
            throw new LedgerVersionedException(options.Bucket, status);
        }

        _passed = true;
    }
}

/// <summary>Records of this ledger may have been overwritten. The invocation fails, so that it is seen.</summary>
internal sealed class LedgerVersionedException(string bucket, string status) : Exception(
    $"LEDGER-VERSIONED: versioning of bucket {bucket} is {status}, so OSS ignores the write condition of LEDGER_MODE=slots and one upload may start two tasks. "
    + "Give LEDGER_BUCKET a fresh bucket that was never versioned; or set LEDGER_MODE=append once nothing is left under d/.");
