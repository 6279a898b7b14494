using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>The objects of a backfill, always in the same order, from a listing, an inventory or a file of keys.</summary>
/// <param name="inventory">A <c>manifest.json</c> of OSS Inventory, as a path or as oss://bucket/key; null for none.</param>
/// <param name="keys">A file with one key a line, not URL-encoded; null for none.</param>
internal sealed class ObjectSource(CloudContext context, string bucket, string prefix, string? inventory, string? keys)
{
    /// <summary>What the objects come from, for people and for the checkpoint.</summary>
    public string Name => $"oss://{LogText.Escape(bucket)}/{LogText.Escape(prefix)}"
        + (inventory is not null ? $", inventory {LogText.Escape(inventory)}" : keys is not null ? $", keys of {LogText.Escape(Path.GetFileName(keys))}" : "");

    /// <param name="done">Where to begin.</param>
    /// <exception cref="OperationException">The inventory or the file cannot be read.</exception>
    public IAsyncEnumerable<SourceObject> ReadAsync(Position done, CancellationToken cancellationToken) =>
        inventory is not null ? ReadInventoryAsync(inventory, done, cancellationToken)
        : keys is not null ? ReadKeys(keys, done).ToAsyncEnumerable()
        : ListAsync(done, cancellationToken);

    private async IAsyncEnumerable<SourceObject> ListAsync(Position done, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = done.Count;

        await foreach (var entry in MissingRuns.ListAsync(context.OpenBucket(bucket), context.Retry, prefix, done.Key, cancellationToken))
        {
            yield return new(
                ++number, entry.Key, MissingRuns.CreateUpload(context.Region, bucket, entry.Key, entry.ETag, entry.Size, entry.LastModified, entry.Type));
        }
    }

    private async IAsyncEnumerable<SourceObject> ReadInventoryAsync(string manifest, Position done, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;

        await foreach (var row in new InventoryReader(context).ReadAsync(manifest, bucket, cancellationToken))
        {
            if (++number > done.Count && row.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                // Without one of these the object itself has to be asked.
                yield return new(number, row.Key, row is { ETag: { } eTag, Size: { } size, LastModified: { } modified }
                    ? MissingRuns.CreateUpload(context.Region, bucket, row.Key, eTag, size, modified, row.IsMultipart ? "Multipart" : null)
                    : null);
            }
        }
    }

    private IEnumerable<SourceObject> ReadKeys(string path, Position done) => InputFiles.ReadLines(path)
        .Select((key, index) => new SourceObject(index + 1, key, null))
        .Where(found => found.Number > done.Count && found.Key.Length > 0 && found.Key.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>How far a backfill has come in its source.</summary>
/// <param name="Count">The place of the last object that is done; 0 at the beginning.</param>
/// <param name="Key">Its key; null at the beginning.</param>
internal sealed record Position(long Count = 0, string? Key = null);
