using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using FcWorkflowTrigger.Emulator.Oss.Operations;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>One request to OSS.</summary>
/// <param name="Bucket">Empty for a call to the service itself.</param>
/// <param name="RequestId">24 upper-case hex digits, of which the first eight are the Unix second.</param>
internal sealed record OssCall(HttpContext Http, RawTarget Target, string Bucket, string Key, string RequestId)
{
    private const string LoopbackSuffix = ".localhost";
    private const int MaxPage = 1000;

    public string Method => Http.Request.Method;

    public OssLevel Level => Bucket.Length == 0 ? OssLevel.Service : Key.Length == 0 ? OssLevel.Bucket : OssLevel.Object;

    /// <summary>The fields of a form, which say what the headers of other uploads say; null for other requests.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    public static OssCall From(HttpContext http, DateTimeOffset now)
    {
        var target = RawTarget.From(http);
        var requestId = NewRequestId(now);
        var path = target.Path[1..];

        if (BucketOf(http.Request.Host.Host) is { } bucket)
        {
            return new(http, target, bucket, path, requestId);
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(http, target, path, "", requestId) : new(http, target, path[..slash], path[(slash + 1)..], requestId);
    }

    public static string NewRequestId(DateTimeOffset now) =>
        now.ToUnixTimeSeconds().ToString("X8", CultureInfo.InvariantCulture) + RandomNumberGenerator.GetHexString(16);

    /// <summary>A header; of a form, the field of that name.</summary>
    public string? Header(string name) =>
        Form is not null ? Form.GetValueOrDefault(name) : Http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The <c>x-oss-meta-*</c> headers.</summary>
    public IReadOnlyDictionary<string, string> Meta() => (Form ?? Http.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())))
        .Where(header => header.Key.StartsWith("x-oss-meta-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);

    /// <summary>A parameter that says how long a page is, from 1 to 1,000.</summary>
    /// <exception cref="OssError">It is no such number.</exception>
    public int Number(string parameter, int fallback) => Target[parameter] is not { Length: > 0 } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxPage ? number
        : throw OssError.InvalidArgument($"Argument {parameter} must be an integer between 1 and {MaxPage}.");

    public async Task<byte[]> BodyAsync()
    {
        using var body = new MemoryStream();
        await Http.Request.Body.CopyToAsync(body, Http.RequestAborted);
        return body.ToArray();
    }

    /// <summary>The root of an XML body.</summary>
    /// <exception cref="OssError">It is none.</exception>
    public async Task<XElement> XmlAsync() => Xml(await BodyAsync());

    /// <exception cref="OssError">It is none.</exception>
    public static XElement Xml(byte[] body)
    {
        using var stream = new MemoryStream(body);

        try
        {
            return XDocument.Load(stream).Root!;
        }
        catch (XmlException problem)
        {
            throw OssError.MalformedXml(problem.Message);
        }
    }

    // Virtual-host style names the bucket first; an IP address, plain localhost and a bare endpoint mean path style.
    private static string? BucketOf(string host)
    {
        if (IPAddress.TryParse(host, out _) || host == "localhost" || host.StartsWith("oss-", StringComparison.Ordinal))
        {
            return null;
        }

        return host.EndsWith(LoopbackSuffix, StringComparison.Ordinal) ? host[..^LoopbackSuffix.Length] : host.Split('.')[0];
    }
}
