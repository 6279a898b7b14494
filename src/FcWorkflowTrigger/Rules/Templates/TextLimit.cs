using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>Cuts texts to IMS's limits, which count bytes of UTF-8.</summary>
internal static class TextLimit
{
    private const int VariationSelector16 = 0xFE0F;

    /// <summary>Removes emoji and control characters, and cuts between two characters.</summary>
    /// <remarks>The twin product VOD refuses emoji in titles, descriptions and tags; the IMS documentation does not mention them, so they are left out.</remarks>
    public static string Truncate(string text, int maxBytes)
    {
        // Most texts are short and plain ASCII, and stay as they are.
        if (text.Length <= maxBytes && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        var bytes = 0;

        foreach (var rune in text.EnumerateRunes().Where(rune => !IsRemoved(rune)))
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

    private static bool IsRemoved(Rune rune) =>
        rune.Value == VariationSelector16
        || Rune.IsControl(rune)
        || (!rune.IsAscii
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.Format);
}
