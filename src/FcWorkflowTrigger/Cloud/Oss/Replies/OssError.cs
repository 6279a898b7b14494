using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Xml;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads OSS's XML errors. A body that is not one leaves the code unknown: the status then decides.</summary>
internal static class OssError
{
    private const string Unknown = "Unknown";

    public static string Code(ServiceReply reply) => Code(reply.Body);

    /// <exception cref="OssException">The status is not of the 2xx.</exception>
    public static void ThrowUnlessSuccess(string operation, ServiceReply reply)
    {
        if (!reply.IsSuccess)
        {
            throw new OssException(operation, reply.Status, Code(reply), reply.Header("x-oss-request-id"));
        }
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
