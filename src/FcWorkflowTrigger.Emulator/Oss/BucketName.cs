using System.Buffers;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The names that a bucket can have (OSS documentation, "Bucket naming conventions").</summary>
internal static class BucketName
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <exception cref="OssError">InvalidBucketName.</exception>
    public static void Require(string name)
    {
        if (name.Length is < 3 or > 63 || name.AsSpan().ContainsAnyExcept(Allowed) || name.StartsWith('-') || name.EndsWith('-'))
        {
            throw new OssError(400, "InvalidBucketName", "The specified bucket is not valid.", "0015-00000001");
        }
    }
}
