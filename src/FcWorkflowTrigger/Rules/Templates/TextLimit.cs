using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>Makes a text fit for IMS, which counts bytes of UTF-8.</summary>
internal static class TextLimit
{
    private const int VariationSelector16 = 0xFE0F;

    /// <summary>Without emoji and control characters, cut at a character.</summary>
    /// <remarks>The twin product VOD refuses emoji in titles, descriptions and tags; IMS says nothing, so they are left out rather than risked.</remarks>
    public static string Cut(string text, int maxBytes)
    {
        // Most texts are plain, and stay as they are.
        if (text.Length <= maxBytes && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        var bytes = 0;

        foreach (var rune in text.EnumerateRunes().Where(rune => !IsPictograph(rune)))
        {
            bytes += rune.Utf8SequenceLength;

            if (bytes > maxBytes)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.ToString();
    }

    private static bool IsPictograph(Rune rune) =>
        rune.Value == VariationSelector16
        || Rune.IsControl(rune)
        || (!rune.IsAscii
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.Format);
}
