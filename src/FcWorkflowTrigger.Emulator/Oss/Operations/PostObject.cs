using System.Globalization;
using FcWorkflowTrigger.Emulator.Oss.Signing;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PostObject: the upload of a form, as browsers send it. Its fields say what the headers of PutObject say.</summary>
internal static class PostObject
{
    private const string FileNameMark = "${filename}";

    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        var form = await PostForm.ReadAsync(call);
        PostPolicy.Require(call, form, PostSignatureCheck.RequirePolicy(form), store.Now);
        var posted = Posted(call, form);
        OssOperation.RequireServed(posted);
        ObjectName.Require(posted.Key);

        var fresh = ObjectContent.Create(posted, form.File, ObjectContent.ETag(form.File), "Normal");
        var stored = store.Change(call.Bucket, posted.Key, "ObjectCreated:PostObject", call.RequestId, current =>
        {
            PutObject.RequireAbsent(posted, store, current);
            return fresh;
        });

        ObjectContent.Answer(call, stored);
        await AnswerAsync(call, form, stored);
    }

    private static OssCall Posted(OssCall call, PostForm form)
    {
        var key = form["key"] is { Length: > 0 } given
            ? given.Replace(FileNameMark, form.FileName, StringComparison.Ordinal)
            : throw OssError.InvalidArgument("Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.");
        var fields = new Dictionary<string, string>(form.Fields, StringComparer.OrdinalIgnoreCase);

        if ((form["x-oss-content-type"] ?? form["Content-Type"] ?? form.FileContentType) is { Length: > 0 } contentType)
        {
            fields["Content-Type"] = contentType;
        }

        if (form["Content-MD5"] is { Length: > 0 } md5 && md5 != ObjectContent.Md5Base64(form.File))
        {
            throw OssError.InvalidDigest();
        }

        return call with { Key = key.Length > 0 ? key : throw OssError.InvalidArgument("The key is empty."), Form = fields };
    }

    // Any other status than 200 and 201 means 204, as OSS documents it.
    private static Task AnswerAsync(OssCall call, PostForm form, StoredObject stored)
    {
        var response = call.Http.Response;

        if (form["success_action_redirect"] is { Length: > 0 } redirect && Uri.TryCreate(redirect, UriKind.Absolute, out var target))
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = Redirected(target, stored);
            return Task.CompletedTask;
        }

        response.StatusCode = form["success_action_status"] switch { "200" => 200, "201" => 201, _ => 204 };
        return response.StatusCode == StatusCodes.Status201Created ? XmlAsync(call, stored) : Task.CompletedTask;
    }

    private static string Redirected(Uri target, StoredObject stored) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target.AbsoluteUri}{(target.Query.Length > 0 ? '&' : '?')}bucket={stored.Bucket}&key={Uri.EscapeDataString(stored.Key)}&etag={Uri.EscapeDataString(stored.QuotedETag)}");

    private static Task XmlAsync(OssCall call, StoredObject stored)
    {
        var path = Uri.EscapeDataString(stored.Key).Replace("%2F", "/", StringComparison.Ordinal);
        var location = $"{call.Http.Request.Scheme}://{call.Http.Request.Host}{call.Target.Path.TrimEnd('/')}/{path}";
        call.Http.Response.Headers.Location = location;

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("PostResponse");
            xml.WriteElementString("Bucket", stored.Bucket);
            xml.WriteElementString("Location", location);
            xml.WriteElementString("Key", stored.Key);
            xml.WriteElementString("ETag", stored.QuotedETag);
            xml.WriteEndElement();
        });
    }
}
