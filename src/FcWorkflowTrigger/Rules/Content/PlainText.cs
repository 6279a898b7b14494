using System.Text.Unicode;

namespace FcWorkflowTrigger.Rules.Content;

/// <summary>Subtitles and the like: UTF-8 or UTF-16 text has no signature of its own, and no zero bytes or byte-order marks to spare.</summary>
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

    // The last character may have been cut by the end of what was asked for.
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
