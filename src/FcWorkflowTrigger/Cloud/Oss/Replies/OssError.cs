using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>
/// Reads the XML errors of OSS from the body. A reply to HEAD has no body, so its error is read from the header <c>x-oss-err</c>, in base64 (as the
/// official SDKs do). The code of any other reply is unknown: the status then decides.
/// </summary>
internal static class OssError
{
    private const string Unknown = "Unknown";
    private const string Header = "x-oss-err";

    public static async Task<string> CodeAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        Code(await reply.Content.ReadAsByteArrayAsync(cancellationToken) is { Length: > 0 } body ? body : Decode(reply.Header(Header)));

    /// <summary>True when the key does not exist. OSS answers 404 for a missing bucket too, with another code.</summary>
    public static async Task<bool> IsNoSuchKeyAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        reply.StatusCode == HttpStatusCode.NotFound && await CodeAsync(reply, cancellationToken) == "NoSuchKey";

    /// <summary>The same for a reply to HEAD. Without a code the object is missing, not the bucket: the bucket has sent the event.</summary>
    public static async Task<bool> IsNoSuchObjectAsync(HttpResponseMessage head, CancellationToken cancellationToken) =>
        head.StatusCode == HttpStatusCode.NotFound && await CodeAsync(head, cancellationToken) is "NoSuchKey" or Unknown;

    /// <exception cref="OssException">The status is not of the 2xx.</exception>
    public static async Task ThrowUnlessSuccessAsync(string operation, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        if (!reply.IsSuccessStatusCode)
        {
            throw new OssException(operation, reply.StatusCode, await CodeAsync(reply, cancellationToken), reply.Header("x-oss-request-id"));
        }
    }

    private static byte[] Decode(string? header)
    {
        var bytes = new byte[header?.Length ?? 0];
        return Convert.TryFromBase64String(header ?? "", bytes, out var length) ? bytes[..length] : [];
    }

    private static string Code(byte[] body)
    {
        try
        {
            using var xml = new OssXml(body);

            while (xml.Next())
            {
                if (xml.Name == "Code")
                {
                    return xml.Text;
                }
            }
        }
        catch (InvalidDataException)
        {
            // The page of a proxy, or an empty body.
        }

        return Unknown;
    }
}
