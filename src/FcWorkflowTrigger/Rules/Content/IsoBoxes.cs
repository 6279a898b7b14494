namespace FcWorkflowTrigger.Rules.Content;

/// <summary>MP4, QuickTime and their relatives: boxes of size, name and content (ISO/IEC 14496-12; Apple, "QuickTime File Format").</summary>
internal static class IsoBoxes
{
    private const int NameAt = 4;
    private const int BrandAt = 8;
    private const int NameLength = 4;

    private static readonly ContentKind Mp4 = new("mp4/mov", MediaKinds.Video | MediaKinds.Audio);
    private static readonly ContentKind M4a = new("m4a", MediaKinds.Audio);
    private static readonly ContentKind Heic = new("heic", MediaKinds.Image);

    public static ContentKind? Find(ReadOnlySpan<byte> start)
    {
        if (start.Length < BrandAt + NameLength)
        {
            return null;
        }

        var name = start.Slice(NameAt, NameLength);
        return name.SequenceEqual("ftyp"u8) ? FindByBrand(start.Slice(BrandAt, NameLength)) : IsOldMovie(name) ? Mp4 : null;
    }

    private static ContentKind FindByBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8))
        {
            return M4a;
        }

        return brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
            ? Heic
            : Mp4;
    }

    // QuickTime files older than ftyp begin with one of these.
    private static bool IsOldMovie(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("moov"u8) || name.SequenceEqual("mdat"u8) || name.SequenceEqual("wide"u8)
        || name.SequenceEqual("free"u8) || name.SequenceEqual("skip"u8) || name.SequenceEqual("pnot"u8);
}
