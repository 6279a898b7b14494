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
        (await ReadAsync(reply, cancellationToken)).Code;

    /// <summary>True when the key, or the version of it that was named, does not exist. OSS answers 404 for a missing bucket too, with another code.</summary>
    public static async Task<bool> IsNoSuchKeyAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        reply.StatusCode == HttpStatusCode.NotFound && await CodeAsync(reply, cancellationToken) is "NoSuchKey" or "NoSuchVersion";

    /// <summary>The same for a reply to HEAD. Without a code the object is missing, not the bucket: the bucket has sent the event.</summary>
    public static async Task<bool> IsNoSuchObjectAsync(HttpResponseMessage head, CancellationToken cancellationToken) =>
        head.StatusCode == HttpStatusCode.NotFound && await CodeAsync(head, cancellationToken) is "NoSuchKey" or Unknown;

    /// <exception cref="OssException">The status is not of the 2xx.</exception>
    public static async Task ThrowUnlessSuccessAsync(string operation, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        if (!reply.IsSuccessStatusCode)
        {
            var (code, message, ec) = await ReadAsync(reply, cancellationToken);
            throw new OssException(operation, reply.StatusCode, code, reply.Header("x-oss-request-id"), ec ?? reply.Header("x-oss-ec"), message);
        }
    }

    private static async Task<Error> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken) =>
        Parse(await reply.Content.ReadAsByteArrayAsync(cancellationToken) is { Length: > 0 } body ? body : Decode(reply.Header(Header)));

    private static byte[] Decode(string? header)
    {
        var bytes = new byte[header?.Length ?? 0];
        return Convert.TryFromBase64String(header ?? "", bytes, out var length) ? bytes[..length] : [];
    }

    private static Error Parse(byte[] body)
    {
        var error = new Error(Unknown);

        try
        {
            using var xml = new OssXml(body);

            while (xml.Next())
            {
                error = xml.Name switch
                {
                    "Code" when error.Code == Unknown => error with { Code = xml.Text },
                    "Message" when error.Message is null => error with { Message = xml.Text },
                    "EC" when error.Ec is null => error with { Ec = xml.Text },
                    _ => error,
                };
            }
        }
        catch (InvalidDataException)
        {
            // The page of a proxy, an empty body, or an error that breaks off: what was read before counts.
        }

        return error;
    }

    // The first of each: nothing below it is OSS's own verdict.
    private readonly record struct Error(string Code, string? Message = null, string? Ec = null);
}
