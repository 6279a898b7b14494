using System.Text.Unicode;

namespace FcWorkflowTrigger.Rules.Content;

/// <summary>Subtitles and similar files. Text has no signature: it is UTF-16 with a byte-order mark, or valid UTF-8 without zero bytes.</summary>
internal static class PlainText
{
    private const int LongestCharacter = 4;

    private static readonly ContentKind Text = new("text", MediaKinds.Text);

    public static ContentKind? Find(ReadOnlySpan<byte> start) => start switch
    {
        [] => null,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => Text,
        _ => start.Contains((byte)0) || !IsUtf8(start) ? null : Text,
    };

    // The end of the bytes that were read may cut the last character.
    private static bool IsUtf8(ReadOnlySpan<byte> start)
    {
        for (var cut = 0; cut < LongestCharacter && cut <= start.Length; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
            {
                return true;
            }
        }

        return false;
    }
}
