using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Emulator.Oss.Signing;

/// <summary>Computes signature version 4.</summary>
internal static class OssV4
{
    public const string Algorithm = "OSS4-HMAC-SHA256";

    /// <param name="scope"><c>yyyyMMdd/region/product/aliyun_v4_request</c></param>
    public static string StringToSign(string date, string scope, string canonicalRequest) =>
        $"{Algorithm}\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";

    public static string Sign(string secret, string scope, string stringToSign)
    {
        var key = Encoding.UTF8.GetBytes("aliyun_v4" + secret);

        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));
    }
}
