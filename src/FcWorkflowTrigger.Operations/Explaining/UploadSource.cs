using System.Globalization;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>Reads the upload to explain from an event file or from OSS.</summary>
internal static class UploadSource
{
    /// <summary>The last entry of the event for the object.</summary>
    /// <exception cref="OperationException">The event has no entry for the object.</exception>
    public static Upload FromEvent(byte[] document, ObjectAddress address, string region) =>
        UploadEvents.Read(document, region).LastOrDefault(upload => upload.Bucket == address.Bucket && upload.Key == address.Key)
        ?? throw new OperationException("EVENT-OTHER-OBJECT", $"the event file has no entry for {address}.");

    /// <summary>The object as it is now, as if it had just been uploaded. Its request id is not known, so its run is found by key and ETag.</summary>
    /// <exception cref="OperationException">There are no credentials, or the object does not exist.</exception>
    public static async Task<Upload> FromObjectAsync(CloudContext context, ObjectAddress address, CancellationToken cancellationToken)
    {
        if (context.Objects is not { } objects)
        {
            throw new OperationException("CREDENTIALS-MISSING", "reading the object needs ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; or give its event file with --event, or the size of an upload that has not happened with --size.");
        }

        var head = await context.Retry.ExecuteAsync(token => objects.HeadAsync(address.Bucket, address.Key, token), cancellationToken)
            ?? throw new OperationException("OBJECT-MISSING", $"{address} does not exist in {context.Region}. To explain a past upload, give its event file with --event; one that has not happened, with --size.");

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
