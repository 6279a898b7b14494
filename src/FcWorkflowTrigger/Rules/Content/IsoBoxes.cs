namespace FcWorkflowTrigger.Rules.Content;

/// <summary>MP4, QuickTime and their relatives: boxes of size, name and content (ISO/IEC 14496-12; Apple, "QuickTime File Format").</summary>
internal static class IsoBoxes
{
    private const int NameAt = 4;
    private const int BrandAt = 8;
    private const int NameLength = 4;

    private static readonly ContentKind Mp4 = new("mp4/mov", MediaKinds.Video | MediaKinds.Audio);
    private static readonly ContentKind M4a = new("m4a", MediaKinds.Video | MediaKinds.Audio);
    private static readonly ContentKind Heic = new("heic", MediaKinds.Image);
    private static readonly ContentKind Heics = new("heic (sequence)", MediaKinds.Image | MediaKinds.Video);

    public static ContentKind? Find(ReadOnlySpan<byte> start)
    {
        if (start.Length < BrandAt + NameLength)
        {
            return null;
        }

        var name = start.Slice(NameAt, NameLength);
        return name.SequenceEqual("ftyp"u8) ? FindByBrand(start.Slice(BrandAt, NameLength)) : IsMovieWithoutType(name) ? Mp4 : null;
    }

    private static ContentKind FindByBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8))
        {
            return M4a;
        }

        // ISO/IEC 23008-12: images, and sequences of images.
        return IsOneOf(brand, "heic heix heim heis mif1 avif"u8) ? Heic
            : IsOneOf(brand, "hevc hevx hevm hevs msf1 avis"u8) ? Heics
            : Mp4;
    }

    // QuickTime files older than ftyp, and segments of a stream, begin with one of these.
    private static bool IsMovieWithoutType(ReadOnlySpan<byte> name) => IsOneOf(name, "moov mdat wide free skip pnot styp moof sidx"u8);

    private static bool IsOneOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> names)
    {
        for (; names.Length >= NameLength; names = names[Math.Min(NameLength + 1, names.Length)..])
        {
            if (names.StartsWith(name))
            {
                return true;
            }
        }

        return false;
    }
}
