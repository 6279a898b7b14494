namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>A refusal with the code and the message of OSS (OSS documentation, "Error responses").</summary>
/// <param name="ec">The fine-grained code OSS repeats in <c>x-oss-ec</c>.</param>
/// <param name="details">Further elements of the error, for those that have any.</param>
internal sealed class OssError(int status, string code, string message, string ec = "", params (string Name, string Value)[] details)
    : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string EC { get; } = ec;

    public IReadOnlyList<(string Name, string Value)> Details { get; } = details;

    /// <summary>Set on a refused append: the position of the next append.</summary>
    public long? NextPosition { get; init; }

    public static OssError Internal() => new(500, "InternalError", "We encountered an internal error. Please try again.");

    public static OssError NoSuchBucket() => new(404, "NoSuchBucket", "The specified bucket does not exist.", "0015-00000101");

    public static OssError NoSuchKey() => new(404, "NoSuchKey", "The specified key does not exist.", "0026-00000001");

    public static OssError NoSuchUpload() => new(404, "NoSuchUpload", "The specified upload does not exist.", "0042-00000002");

    public static OssError InvalidArgument(string message) => new(400, "InvalidArgument", message, "0017-00000901");

    public static OssError MalformedXml(string why) => new(400, "MalformedXML", $"The XML you provided was not well-formed. {why}", "0016-00000610");

    public static OssError NotImplemented() => new(400, "NotImplemented", "A header you provided implies functionality that is not implemented.", "0016-00000704");

    /// <param name="what">What the caller asked for, as the beginning of a sentence.</param>
    public static OssError NotServed(string what) =>
        new(400, "NotImplemented", $"{what} is not implemented: the local cloud does not serve it. docs/local-cloud.md lists what it serves.", "0016-00000704");

    public static OssError MethodNotAllowed() => new(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");

    public static OssError AccessDenied(string message, string ec = "") => new(403, "AccessDenied", message, ec);

    public static OssError InvalidDigest() => new(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", "0017-00000103");
}
