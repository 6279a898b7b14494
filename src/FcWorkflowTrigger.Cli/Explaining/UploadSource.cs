using System.Globalization;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>Where the upload in question comes from.</summary>
internal static class UploadSource
{
    /// <summary>The last of the event's entries about the object.</summary>
    /// <exception cref="CliException">No entry is about it.</exception>
    public static Upload FromEvent(byte[] document, ObjectAddress address, string region) =>
        UploadEvents.Read(document, region).LastOrDefault(upload => upload.Bucket == address.Bucket && upload.Key == address.Key)
        ?? throw new CliException("EVENT-OTHER-OBJECT", $"the event file tells nothing of {address}.");

    /// <summary>The object as it is now, as if it had just been put. Its request id is not known, so its run is found by key and eTag.</summary>
    /// <exception cref="CliException">It cannot be looked at, or is not there.</exception>
    public static async Task<Upload> FromObjectAsync(CliContext context, ObjectAddress address, CancellationToken cancellationToken)
    {
        if (context.Objects is not { } objects)
        {
            throw new CliException("CREDENTIALS-MISSING", "looking at the object needs ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; or give its event with --event.");
        }

        var head = await objects.HeadAsync(address.Bucket, address.Key, cancellationToken)
            ?? throw new CliException("OBJECT-MISSING", $"there is no {address} in {context.Region}; give its event with --event to ask about an upload of the past.");

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
