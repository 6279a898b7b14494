using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>One row of an inventory.</summary>
/// <param name="Key">URL-decoded.</param>
/// <param name="ETag">Null where the inventory has no such field; so the others.</param>
internal sealed record InventoryRow(string Key, string? ETag, long? Size, DateTimeOffset? LastModified, bool IsMultipart);

/// <summary>Reads an inventory of OSS: a <c>manifest.json</c> and the gzipped CSV files that it names (OSS documentation, "Bucket inventory").</summary>
/// <remarks>The keys in it are URL-encoded, the CSV files have no heading, and <c>fileSchema</c> names their columns.</remarks>
internal sealed class InventoryReader(CloudContext context)
{
    private const string Csv = "CSV";

    // Times have been written in several ways; numbers are seconds or milliseconds since 1970.
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH-mm-ss'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd HH:mm:ss"];

    /// <param name="manifest">A path, or oss://bucket/key.</param>
    /// <param name="bucket">Rows of another bucket are left out; so are older versions and delete markers.</param>
    /// <exception cref="OperationException">A file cannot be read, or is not of the documented form.</exception>
    public async IAsyncEnumerable<InventoryRow> ReadAsync(string manifest, string bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (columns, files) = ParseManifest(await ReadFileAsync(manifest, cancellationToken), manifest);

        foreach (var file in files)
        {
            using var text = new StreamReader(
                new GZipStream(new MemoryStream(await ReadFileAsync(Locate(manifest, file), cancellationToken)), CompressionMode.Decompress), Encoding.UTF8);

            while (await ReadLineAsync(text, file, cancellationToken) is { } line)
            {
                if (ParseRow(CsvLine.Split(line), columns, bucket) is { } row)
                {
                    yield return row;
                }
            }
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader text, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await text.ReadLineAsync(cancellationToken);
        }
        catch (InvalidDataException problem)
        {
            throw new OperationException("INVENTORY-FORMAT", $"'{LogText.Escape(file)}' is not whole gzip: {problem.Message} Download it again.");
        }
    }

    private static (string[] Columns, string[] Files) ParseManifest(byte[] json, string name)
    {
        try
        {
            using var manifest = JsonDocument.Parse(json);
            var root = manifest.RootElement;
            string[] columns = [.. root.GetProperty("fileSchema").GetString()!.Split(',', StringSplitOptions.TrimEntries)];

            return root.GetProperty("fileFormat").GetString() == Csv && columns.Contains("Key")
                ? (columns, [.. root.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("key").GetString()!)])
                : throw new OperationException("INVENTORY-FORMAT", $"'{LogText.Escape(name)}' is no inventory of CSV files with the field Key; configure the inventory so.");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            throw new OperationException("INVENTORY-FORMAT", $"'{LogText.Escape(name)}' is no manifest.json of OSS Inventory (fileFormat, fileSchema, files).");
        }
    }

    private static InventoryRow? ParseRow(IReadOnlyList<string> fields, string[] columns, string bucket)
    {
        var isOther = Find("Bucket") is { } of && of != bucket;
        var isOld = Find("IsLatest") is { } latest && !IsTrue(latest);
        var isGone = Find("IsDeleteMarker") is { } marker && IsTrue(marker);

        return Find("Key") is not { Length: > 0 } key || isOther || isOld || isGone ? null : new(
            Uri.UnescapeDataString(key),
            Find("ETag")?.Trim('"'),
            long.TryParse(Find("Size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
            ParseTime(Find("LastModifiedDate")),
            Find("IsMultipartUploaded") is { } multipart && IsTrue(multipart));

        string? Find(string column) => Array.IndexOf(columns, column) is >= 0 and var index && index < fields.Count && fields[index].Length > 0 ? fields[index] : null;
    }

    private static bool IsTrue(string text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number)
        : null;

    // The manifest names its files from the root of their bucket. In a folder they lie where they were downloaded to.
    private static string Locate(string manifest, string file)
    {
        if (IsObject(manifest))
        {
            return new ObjectAddress(ObjectAddress.Parse(manifest).Bucket, file).ToString();
        }

        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(manifest))!, Path.GetFileName(file));
        string[] places = [Path.Combine(folder, file), Path.Combine(folder, name), Path.Combine(folder, "data", name), Path.Combine(folder, "..", "data", name)];
        return Array.Find(places, File.Exists)
            ?? throw new OperationException("FILE-UNREADABLE", $"'{LogText.Escape(name)}', which the manifest names, is not beside it and not in a folder 'data' there.");
    }

    private async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsObject(path))
        {
            return InputFiles.Read(path);
        }

        var address = ObjectAddress.Parse(path);
        return await context.Retry.ExecuteAsync(token => context.OpenBucket(address.Bucket).GetAsync(address.Key, token), cancellationToken)
            ?? throw new OperationException("OBJECT-MISSING", $"{LogText.Escape(path)} does not exist.");
    }

    private static bool IsObject(string path) => path.StartsWith("oss://", StringComparison.Ordinal);
}
