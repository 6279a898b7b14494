using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>
/// Reads OSS's XML errors: from the body, or for HEAD, whose replies have no body, from <c>x-oss-err</c> in base64 (as the official SDKs read it).
/// What is no such document leaves the code unknown: the status then decides.
/// </summary>
internal static class OssError
{
    private const string Unknown = "Unknown";
    private const string Header = "x-oss-err";

    public static async Task<string> CodeAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        Code(await reply.Content.ReadAsByteArrayAsync(cancellationToken) is { Length: > 0 } body ? body : Decode(reply.Header(Header)));

    /// <summary>The key does not exist. A missing bucket answers 404 too, with another code.</summary>
    public static async Task<bool> IsNoSuchKeyAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        reply.StatusCode == HttpStatusCode.NotFound && await CodeAsync(reply, cancellationToken) == "NoSuchKey";

    /// <summary>The same for a reply to HEAD. If it tells no code, the object is what is missing: its event came from the bucket.</summary>
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
            // A proxy's page, or nothing at all.
        }

        return Unknown;
    }
}
