using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Rules;

/// <summary>How the media asset of an upload is described.</summary>
/// <param name="Title">Text with <c>{bucket} {key} {name} {stem} {ext}</c>; the outcome is cut to 128 bytes at a character.</param>
/// <param name="Tags">At most 16, of 32 bytes each (IMS RegisterMediaInfo documentation, <c>MediaTags</c>).</param>
/// <param name="Sprites">Sprite images on registration; off unless asked for, because IMS makes (and may bill) them by default.</param>
/// <param name="Snapshots">Snapshots on registration; off for the same reason.</param>
internal sealed record RuleMedia(string Title = "{name}", IReadOnlyList<string>? Tags = null, bool Sprites = false, bool Snapshots = false)
{
    public const int MaxTitleBytes = 128;
    public const int MaxTags = 16;
    public const int MaxTagBytes = 32;

    private const int VariationSelector16 = 0xFE0F;

    public static RuleMedia Default { get; } = new();

    public string TitleOf(Upload upload)
    {
        var extension = Path.GetExtension(upload.Name);
        var title = Title
            .Replace("{bucket}", upload.Bucket, StringComparison.Ordinal)
            .Replace("{ext}", extension, StringComparison.Ordinal)
            .Replace("{stem}", upload.Name[..^extension.Length], StringComparison.Ordinal)
            .Replace("{name}", upload.Name, StringComparison.Ordinal)
            .Replace("{key}", upload.Key, StringComparison.Ordinal);

        return Cut(title);
    }

    // The twin product VOD refuses emoji in titles; IMS says nothing, so they are left out rather than risked.
    private static string Cut(string title)
    {
        var kept = new StringBuilder(title.Length);
        var bytes = 0;

        foreach (var rune in title.EnumerateRunes().Where(rune => !IsPictograph(rune)))
        {
            bytes += rune.Utf8SequenceLength;

            if (bytes > MaxTitleBytes)
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
