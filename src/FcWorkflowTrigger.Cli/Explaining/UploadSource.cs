using System.Globalization;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>Reads the upload to explain from an event file or from OSS.</summary>
internal static class UploadSource
{
    /// <summary>The last entry of the event for the object.</summary>
    /// <exception cref="CliException">The event has no entry for the object.</exception>
    public static Upload FromEvent(byte[] document, ObjectAddress address, string region) =>
        UploadEvents.Read(document, region).LastOrDefault(upload => upload.Bucket == address.Bucket && upload.Key == address.Key)
        ?? throw new CliException("EVENT-OTHER-OBJECT", $"the event file has no entry for {address}.");

    /// <summary>The object as it is now, as if it had just been uploaded. Its request id is not known, so its run is found by key and ETag.</summary>
    /// <exception cref="CliException">There are no credentials, or the object does not exist.</exception>
    public static async Task<Upload> FromObjectAsync(CliContext context, ObjectAddress address, CancellationToken cancellationToken)
    {
        if (context.Objects is not { } objects)
        {
            throw new CliException("CREDENTIALS-MISSING", "reading the object needs ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; or give its event file with --event, or the size of an upload that has not happened with --size.");
        }

        var head = await objects.HeadAsync(address.Bucket, address.Key, cancellationToken)
            ?? throw new CliException("OBJECT-MISSING", $"{address} does not exist in {context.Region}. To explain a past upload, give its event file with --event; one that has not happened, with --size.");

        return new(
            context.Region,
            address.Bucket,
            address.Key,
            head.ETag,
            head.Size,
            RequestId: null,
            head.LastModified?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "",
            "ObjectCreated:PutObject",
            head.ContentType);
    }
}
