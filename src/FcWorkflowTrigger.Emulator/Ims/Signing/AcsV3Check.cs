using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>Accepts a request only if it has a version 3 signature of the local account, a recent date and an unused nonce. Fails closed.</summary>
internal static class AcsV3Check
{
    /// <summary>Signature documentation, version 3.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    private static readonly string[] Required =
        ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];

    /// <param name="maxSkew">How far the date may be off.</param>
    /// <exception cref="ImsError">The gateway's refusal.</exception>
    public static void Require(GatewayCall call, DateTimeOffset now, NonceStore nonces, TimeSpan maxSkew)
    {
        if (!call.Authorization.StartsWith(AcsV3.Algorithm, StringComparison.Ordinal))
        {
            throw GatewayCheck.Unsigned();
        }

        var parts = AuthorizationHeader.Parts(call.Authorization[AcsV3.Algorithm.Length..]);
        var names = parts.GetValueOrDefault("SignedHeaders", "").Split(';');

        if (Required.Except(names).Any() || !parts.TryGetValue("Signature", out var signature))
        {
            throw GatewayCheck.Unsigned();
        }

        GatewayCheck.RequireKey(parts.GetValueOrDefault("Credential", ""));
        GatewayCheck.RequireToken(call.Header("x-acs-security-token"));
        GatewayCheck.RequireRecent(call.Header("x-acs-date"), now, maxSkew);
        RequireSignature(call, names, signature);
        GatewayCheck.RequireFresh(nonces, call.Header("x-acs-signature-nonce"), now);
    }

    private static void RequireSignature(GatewayCall call, string[] names, string signature)
    {
        var bodyHash = AcsV3.Hash(call.Body);
        var headers = names.Select(name => (name, call.Header(name)));
        var toSign = AcsV3.StringToSign(call.Method, AcsV3.CanonicalPath(call.Target.Path), call.Target.Query, headers, bodyHash);

        if (call.Header("x-acs-content-sha256") != bodyHash || AcsV3.Sign(LocalAccount.AccessKeySecret, toSign) != signature)
        {
            throw GatewayCheck.Mismatch(toSign);
        }
    }
}
