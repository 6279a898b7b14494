using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>The optional signature of callbacks (IMS documentation, "Callback authentication"). It does not cover the body.</summary>
internal static class CallbackSignature
{
    /// <returns>32 lower-case hex digits.</returns>
    [SuppressMessage("Security", "CA5351", Justification = "IMS defines the callback signature as MD5.")]
    public static string Compute(string url, long timestamp, string key) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{url}|{timestamp}|{key}")));
}
