using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>The form of a PostObject: its fields, of which <c>file</c> is the last that counts.</summary>
/// <param name="Fields">Names are compared without case.</param>
internal sealed record PostForm(IReadOnlyDictionary<string, string> Fields, byte[] File, string FileName, string? FileContentType)
{
    private const int MaxFieldBytes = 2 * 1024 * 1024;

    public string? this[string field] => Fields.GetValueOrDefault(field);

    public static bool IsForm(OssCall call) => Boundary(call) is not null;

    /// <exception cref="OssError">The body is no form, or it has no file.</exception>
    public static async Task<PostForm> ReadAsync(OssCall call)
    {
        var reader = new MultipartReader(Boundary(call) ?? throw Malformed(), call.Http.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        try
        {
            while (await reader.ReadNextSectionAsync(call.Http.RequestAborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || Name(disposition) is not { Length: > 0 } name)
                {
                    throw Malformed();
                }

                var content = await ContentAsync(section.Body, call);

                // What follows the file is ignored.
                if (name.Equals("file", StringComparison.OrdinalIgnoreCase))
                {
                    return new(fields, content, FileNameIn(disposition), section.ContentType);
                }

                fields[name] = content.Length <= MaxFieldBytes
                    ? Encoding.UTF8.GetString(content)
                    : throw new OssError(400, "FieldItemTooLong", "Your form field is too long.");
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw Malformed();
        }

        throw new OssError(400, "IncorrectNumberOfFilesInPOSTRequest", "POST requires exactly one file upload per request.");
    }

    private static string? Boundary(OssCall call) =>
        MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary
            ? boundary.ToString()
            : null;

    private static string? Name(ContentDispositionHeaderValue disposition) => HeaderUtilities.RemoveQuotes(disposition.Name).Value;

    // Some browsers send the path.
    private static string FileNameIn(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    private static async Task<byte[]> ContentAsync(Stream body, OssCall call)
    {
        using var content = new MemoryStream();
        await body.CopyToAsync(content, call.Http.RequestAborted);
        return content.ToArray();
    }

    private static OssError Malformed() => new(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}
