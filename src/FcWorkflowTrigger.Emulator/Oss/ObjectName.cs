using System.Text;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The names that an object can have (OSS documentation, "Object naming conventions").</summary>
internal static class ObjectName
{
    private const int MaxBytes = 1023;

    /// <summary>Every operation on an object checks its name, reads too: a name that no object can have is not merely absent.</summary>
    /// <exception cref="OssError">InvalidObjectName.</exception>
    public static void Require(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) > MaxBytes || key.StartsWith('/') || key.StartsWith('\\'))
        {
            throw new OssError(400, "InvalidObjectName", "The specified object is not valid.", "0017-00000202");
        }
    }
}
