using FcWorkflowTrigger.Services.Oss.Xml;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Reads OSS's XML errors. A body that is not one leaves the code unknown: the status then decides.</summary>
internal static class OssError
{
    private const string Unknown = "Unknown";

    public static async Task<string> CodeAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        Code(await reply.Content.ReadAsByteArrayAsync(cancellationToken));

    /// <exception cref="OssException">The status is not of the 2xx.</exception>
    public static async Task ThrowUnlessSuccessAsync(string operation, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        if (reply.IsSuccessStatusCode)
        {
            return;
        }

        var requestId = reply.Headers.TryGetValues("x-oss-request-id", out var ids) ? ids.First() : null;
        throw new OssException(operation, reply.StatusCode, await CodeAsync(reply, cancellationToken), requestId);
    }

    private static string Code(ReadOnlySpan<byte> body)
    {
        try
        {
            var xml = new XmlLeaves(body);

            while (xml.Next())
            {
                if (xml.Name.SequenceEqual("Code"u8))
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
