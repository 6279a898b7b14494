using System.Buffers;
using System.Text.Unicode;

namespace FcWorkflowTrigger.Rules.Content;

/// <summary>
/// Subtitles and similar files. Text has no signature: it is UTF-16 with a byte-order mark, valid UTF-8 without zero bytes, or bytes without control
/// characters, as in GBK, Big5, Shift JIS and Latin-1.
/// </summary>
internal static class PlainText
{
    private const int LongestCharacter = 4;

    private static readonly ContentKind Text = new("text", MediaKinds.Text);

    // All but tab, line feed, form feed, carriage return, the end of a DOS file, and the escape of ISO 2022.
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value).Where(value => value is not (0x09 or 0x0A or 0x0C or 0x0D or 0x1A or 0x1B)), 0x7F]);

    public static ContentKind? Find(ReadOnlySpan<byte> start) => start switch
    {
        [] => null,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => Text,
        _ => (!start.Contains((byte)0) && IsUtf8(start)) || !start.ContainsAny(Controls) ? Text : null,
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
