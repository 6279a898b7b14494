using System.Buffers.Binary;

namespace FcWorkflowTrigger.Rules.Content;

/// <summary>Bitmap fonts (<c>fon</c>) and programs: both begin with the same header (Microsoft, "New Executable file format").</summary>
internal static class WindowsFiles
{
    private const int NewHeaderAt = 0x3C;

    private static readonly ContentKind Font = new("fon", MediaKinds.Text);
    private static readonly ContentKind Program = new("Windows program", MediaKinds.None);

    public static ContentKind? Find(ReadOnlySpan<byte> start)
    {
        if (!start.StartsWith("MZ"u8) || PlainText.Find(start) is not null)
        {
            return null;
        }

        return start.Length >= NewHeaderAt + sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(start[NewHeaderAt..]) is var at
            && at < start.Length
            && start[(int)at..].StartsWith("NE"u8)
            ? Font
            : Program;
    }
}
