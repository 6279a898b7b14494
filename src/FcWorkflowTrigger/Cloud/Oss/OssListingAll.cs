using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>A listing without pages.</summary>
internal static class OssListingAll
{
    /// <summary>Every object under a prefix, in order of key.</summary>
    public static async IAsyncEnumerable<OssEntry> ListAllAsync(
        this IOssClient oss, Retry retry, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;

        do
        {
            var start = after;
            var page = await retry.ExecuteAsync(token => oss.ListAsync(prefix, start, token), cancellationToken);

            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.IsTruncated ? page.Entries[^1].Key : null;
        }
        while (after is not null);
    }
}
