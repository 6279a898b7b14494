using System.Text;
using System.Xml;
using FcWorkflowTrigger.Emulator.Shared;
using Microsoft.Extensions.Primitives;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>Writes the replies of OSS.</summary>
internal static class OssReply
{
    private static readonly XmlWriterSettings Utf8 = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Async = true };

    public static async Task XmlAsync(HttpContext http, Action<XmlWriter> write)
    {
        var body = Xml(write);
        http.Response.ContentType = "application/xml";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>An error in the body; for HEAD, which has none, base64 in <c>x-oss-err</c>.</summary>
    public static Task ErrorAsync(OssCall call, OssError error)
    {
        var response = call.Http.Response;
        response.StatusCode = error.Status;
        response.Headers["x-oss-ec"] = error.EC is { Length: > 0 } ec ? ec : default(StringValues);

        if (error.NextPosition is { } position)
        {
            response.Headers["x-oss-next-append-position"] = $"{position}";
        }

        if (HttpMethods.IsHead(call.Method))
        {
            response.Headers["x-oss-err"] = Convert.ToBase64String(Xml(xml => Write(xml, call, error)));
            return Task.CompletedTask;
        }

        return error.Status == StatusCodes.Status304NotModified ? Task.CompletedTask : XmlAsync(call.Http, xml => Write(xml, call, error));
    }

    /// <summary>Everything belongs to the one account.</summary>
    public static void WriteOwner(XmlWriter xml, string element = "Owner")
    {
        xml.WriteStartElement(element);
        xml.WriteElementString("ID", LocalAccount.AccountId);
        xml.WriteElementString("DisplayName", LocalAccount.AccountId);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, OssCall call, OssError error)
    {
        xml.WriteStartElement("Error");
        xml.WriteElementString("Code", error.Code);
        xml.WriteElementString("Message", error.Message);
        xml.WriteElementString("RequestId", call.RequestId);
        xml.WriteElementString("HostId", call.Http.Request.Host.Value);

        foreach (var (name, value) in error.Details)
        {
            xml.WriteElementString(name, value);
        }

        xml.WriteElementString("EC", error.EC);
        xml.WriteEndElement();
    }

    private static byte[] Xml(Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();

        using (var xml = XmlWriter.Create(buffer, Utf8))
        {
            xml.WriteStartDocument();
            write(xml);
        }

        return buffer.ToArray();
    }
}
