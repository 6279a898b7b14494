using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads OSS's XML errors. A body that is not one leaves the code unknown: the status then decides.</summary>
internal static class OssError
{
    private const string Unknown = "Unknown";

    public static async Task<string> CodeAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        Code(await reply.Content.ReadAsByteArrayAsync(cancellationToken));

    /// <summary>The key does not exist. A missing bucket answers 404 too, with another code.</summary>
    public static async Task<bool> IsNoSuchKeyAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        reply.StatusCode == HttpStatusCode.NotFound && await CodeAsync(reply, cancellationToken) == "NoSuchKey";

    /// <exception cref="OssException">The status is not of the 2xx.</exception>
    public static async Task ThrowUnlessSuccessAsync(string operation, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        if (!reply.IsSuccessStatusCode)
        {
            throw new OssException(operation, reply.StatusCode, await CodeAsync(reply, cancellationToken), reply.Header("x-oss-request-id"));
        }
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
