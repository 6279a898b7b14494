using System.Globalization;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>The checks that both signature versions share: access key, token, date and nonce.</summary>
internal static class GatewayCheck
{
    /// <param name="maxSkew">How far the date of a version 3 signature may be off.</param>
    /// <exception cref="ImsError">The request has no signature, or its signature is not valid.</exception>
    public static void Require(ImsCall call, DateTimeOffset now, NonceStore nonces, TimeSpan maxSkew)
    {
        if (call.Authorization.StartsWith(AcsV3.Algorithm, StringComparison.Ordinal))
        {
            AcsV3Check.Require(call, now, nonces, maxSkew);
        }
        else if (call["Signature"] is not null)
        {
            RpcV1Check.Require(call, now, nonces);
        }
        else
        {
            throw Unsigned();
        }
    }

    public static ImsError Unsigned() => new(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.");

    public static void RequireKey(string accessKeyId)
    {
        if (accessKeyId != LocalAccount.AccessKeyId)
        {
            throw new ImsError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
    }

    public static void RequireToken(string token)
    {
        if (token is { Length: > 0 } and not LocalAccount.SecurityToken)
        {
            throw new ImsError(403, "InvalidSecurityToken.Malformed", "The specified SecurityToken is malformed.");
        }
    }

    public static void RequireRecent(string date, DateTimeOffset now, TimeSpan maxSkew)
    {
        if (!DateTimeOffset.TryParseExact(
            date, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw new ImsError(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
        }

        if ((at - now).Duration() > maxSkew)
        {
            throw new ImsError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
        }
    }

    public static void RequireFresh(NonceStore nonces, string nonce, DateTimeOffset now)
    {
        if (!nonces.TryUse(nonce, now))
        {
            throw new ImsError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }
    }

    public static ImsError Mismatch(string toSign) =>
        new(400, "SignatureDoesNotMatch", $"Specified signature is not matched with our calculation. server string to sign is:{toSign}");
}
