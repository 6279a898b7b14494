using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Emulator.Oss.Operations;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss.Signing;

/// <summary>Checks the signature in the fields of a form, in versions 1 and 4: it covers the policy and nothing else. Fails closed.</summary>
internal static class PostSignatureCheck
{
    /// <returns>The signed policy, as it was sent.</returns>
    /// <exception cref="OssError">The form has no policy, or no valid signature of the local account.</exception>
    public static string RequirePolicy(PostForm form)
    {
        var policy = form["policy"] is { Length: > 0 } given
            ? given
            : throw OssError.AccessDenied("You have no right to access this object because of bucket acl.", "0003-00000001");
        OssSignatureCheck.RequireToken(form["x-oss-security-token"]);

        if (form["x-oss-signature-version"] is null)
        {
            RequireV1(form, policy);
        }
        else
        {
            RequireV4(form, policy);
        }

        return policy;
    }

    [SuppressMessage("Security", "CA5350", Justification = "OSS defines its first signature as HMAC-SHA1.")]
    private static void RequireV1(PostForm form, string policy)
    {
        OssSignatureCheck.RequireKey(form["OSSAccessKeyId"] ?? "");
        var expected = HMACSHA1.HashData(Encoding.UTF8.GetBytes(LocalAccount.AccessKeySecret), Encoding.UTF8.GetBytes(policy));
        OssSignatureCheck.RequireEqual(Convert.ToBase64String(expected), form["Signature"] ?? "", policy);
    }

    private static void RequireV4(PostForm form, string policy)
    {
        if (form["x-oss-signature-version"] != OssV4.Algorithm)
        {
            throw OssError.InvalidArgument($"The value of x-oss-signature-version is {OssV4.Algorithm}.");
        }

        var scope = OssV4Check.RequireScope(form["x-oss-credential"] ?? "", form["x-oss-date"] ?? "");
        OssSignatureCheck.RequireEqual(OssV4.Sign(LocalAccount.AccessKeySecret, scope, policy), form["x-oss-signature"] ?? "", policy);
    }
}
