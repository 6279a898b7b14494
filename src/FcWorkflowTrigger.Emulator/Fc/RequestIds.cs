using System.Security.Cryptography;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>Request ids as Function Compute 3.0 writes them: <c>1-8 hex-8 hex-12 hex</c>.</summary>
internal static class RequestIds
{
    public static string New() =>
        $"1-{RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
}
