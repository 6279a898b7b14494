using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss.Signing;

/// <summary>Accepts a request only if it has a valid signature of the local account, in one of the versions of OSS. Fails closed.</summary>
internal static class OssSignatureCheck
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <exception cref="OssError">The request has no signature, a wrong signature, or a wrong date.</exception>
    public static void Require(OssCall call, DateTimeOffset now)
    {
        var authorization = call.Header("Authorization");
        RequireToken(call.Header("x-oss-security-token") ?? call.Target["x-oss-security-token"] ?? call.Target["security-token"]);

        if (authorization?.StartsWith("AWS4-HMAC-SHA256", StringComparison.Ordinal) == true || call.Target.Has("X-Amz-Algorithm"))
        {
            throw OssError.AccessDenied("Requests with version 4 of the signature of Amazon S3 are not enabled. Sign as OSS documents it.", "0002-00000033");
        }

        if (authorization?.StartsWith("AWS ", StringComparison.Ordinal) == true || call.Target.Has("AWSAccessKeyId"))
        {
            throw OssError.AccessDenied("Requests with version 2 of the signature of Amazon S3 are not enabled. Sign as OSS documents it.", "0002-00000032");
        }

        if (authorization?.StartsWith(OssV4.Algorithm, StringComparison.Ordinal) == true)
        {
            OssV4Check.Header(call, authorization, now);
        }
        else if (authorization?.StartsWith("OSS ", StringComparison.Ordinal) == true)
        {
            OssV1Check.Header(call, authorization, now);
        }
        else if (call.Target["x-oss-signature-version"] == OssV4.Algorithm)
        {
            OssV4Check.Url(call, now);
        }
        else if (call.Target["Signature"] is { } signature)
        {
            OssV1Check.Url(call, signature, now);
        }
        else
        {
            throw new OssError(403, "AccessDenied", "You have no right to access this object because of bucket acl.", "0003-00000001");
        }
    }

    /// <summary>Permanent keys have no token.</summary>
    /// <exception cref="OssError">The token of temporary credentials is not the one that belongs to the local account.</exception>
    public static void RequireToken(string? token)
    {
        if (token is { Length: > 0 } and not LocalAccount.SecurityToken)
        {
            throw new OssError(403, "InvalidSecurityToken", "The security token you provided is invalid.", "0002-00000021");
        }
    }

    public static void RequireKey(string accessKeyId)
    {
        if (accessKeyId != LocalAccount.AccessKeyId)
        {
            throw new OssError(403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.", "0002-00000902");
        }
    }

    public static void RequireRecent(DateTimeOffset? signedAt, DateTimeOffset now)
    {
        if (signedAt is not { } at || (at - now).Duration() > MaxSkew)
        {
            throw new OssError(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", "0002-00000504");
        }
    }

    public static void RequireEqual(string expected, string given, string stringToSign)
    {
        if (expected != given)
        {
            throw new OssError(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                "0002-00000040",
                ("OSSAccessKeyId", LocalAccount.AccessKeyId),
                ("SignatureProvided", given),
                ("StringToSign", stringToSign));
        }
    }
}
