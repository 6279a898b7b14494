using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PutBucketCors, GetBucketCors and DeleteBucketCors (OSS documentation, "PutBucketCors").</summary>
internal static class BucketCors
{
    private const int MaxRules = 20;

    private static readonly string[] Methods = ["GET", "PUT", "DELETE", "POST", "HEAD"];

    public static async Task PutAsync(OssCall call, OssStore store)
    {
        var rules = (await call.XmlAsync()).Elements("CORSRule").Select(Parse).ToArray();

        if (rules.Length is 0 or > MaxRules)
        {
            throw OssError.MalformedXml($"A bucket has from 1 to {MaxRules} CORS rules.");
        }

        store.SetCors(call.Bucket, rules);
    }

    public static Task GetAsync(OssCall call, OssStore store)
    {
        if (store.Bucket(call.Bucket).Cors is not { Count: > 0 } rules)
        {
            throw new OssError(404, "NoSuchCORSConfiguration", "The CORS Configuration does not exist.");
        }

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("CORSConfiguration");

            foreach (var rule in rules)
            {
                Write(xml, rule);
            }

            xml.WriteElementString("ResponseVary", "false");
            xml.WriteEndElement();
        });
    }

    public static Task DeleteAsync(OssCall call, OssStore store)
    {
        store.SetCors(call.Bucket, []);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static CorsRule Parse(XElement rule)
    {
        var parsed = new CorsRule(
            Values(rule, "AllowedOrigin"),
            Values(rule, "AllowedMethod"),
            Values(rule, "AllowedHeader"),
            Values(rule, "ExposeHeader"),
            rule.Element("MaxAgeSeconds")?.Value is { } age ? Seconds(age) : null);

        return parsed.Origins.Count > 0 && parsed.Methods.Count > 0 && parsed.Methods.All(Methods.Contains) && parsed.Origins.Concat(parsed.Headers).All(HasOneStarAtMost)
            ? parsed
            : throw OssError.MalformedXml($"A CORSRule has an AllowedOrigin and an AllowedMethod of {string.Join(", ", Methods)}, and each origin or header at most one *.");
    }

    private static int Seconds(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? seconds
        : throw OssError.MalformedXml("MaxAgeSeconds is a number of seconds.");

    private static bool HasOneStarAtMost(string text) => text.Count(character => character == '*') <= 1;

    private static string[] Values(XElement rule, string name) => [.. rule.Elements(name).Select(element => element.Value)];

    private static void Write(XmlWriter xml, CorsRule rule)
    {
        xml.WriteStartElement("CORSRule");
        WriteAll(xml, "AllowedOrigin", rule.Origins);
        WriteAll(xml, "AllowedMethod", rule.Methods);
        WriteAll(xml, "AllowedHeader", rule.Headers);
        WriteAll(xml, "ExposeHeader", rule.ExposedHeaders);

        if (rule.MaxAgeSeconds is { } seconds)
        {
            xml.WriteElementString("MaxAgeSeconds", seconds.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
    }

    private static void WriteAll(XmlWriter xml, string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            xml.WriteElementString(name, value);
        }
    }
}
