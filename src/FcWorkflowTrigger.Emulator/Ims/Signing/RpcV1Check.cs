using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>The older RPC signature, in the query (SDK documentation, "RPC mechanism"), which some clients still send.</summary>
internal static class RpcV1Check
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(31);

    /// <exception cref="ImsError">The gateway's refusal.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "The RPC signature is defined as HMAC-SHA1.")]
    public static void Require(ImsCall call, DateTimeOffset now, NonceStore nonces)
    {
        GatewayCheck.RequireKey(call["AccessKeyId"] ?? "");
        GatewayCheck.RequireToken(call["SecurityToken"] ?? "");
        GatewayCheck.RequireRecent(call["Timestamp"] ?? "", now, MaxSkew);

        var query = AcsV3.CanonicalQuery(call.Target.Query.Where(pair => pair.Key != "Signature"));
        var toSign = $"{call.Method}&%2F&{Uri.EscapeDataString(query)}";
        var expected = HMACSHA1.HashData(Encoding.UTF8.GetBytes(LocalAccount.AccessKeySecret + "&"), Encoding.UTF8.GetBytes(toSign));

        if (Convert.ToBase64String(expected) != call["Signature"])
        {
            throw GatewayCheck.Mismatch(toSign);
        }

        GatewayCheck.RequireFresh(nonces, call["SignatureNonce"] ?? "", now);
    }
}
