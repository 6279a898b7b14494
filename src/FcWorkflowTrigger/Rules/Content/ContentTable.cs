namespace FcWorkflowTrigger.Rules.Content;

/// <summary>
/// Formats by their first bytes: the signatures that their specifications give, for the formats that IMS supports and for files that are certainly of no media.
/// </summary>
internal static class ContentTable
{
    private const MediaKinds AudioVisual = MediaKinds.Video | MediaKinds.Audio;

    private static readonly Signature[] Signatures =
    [
        new("mkv/webm", AudioVisual, 0, [0x1A, 0x45, 0xDF, 0xA3]),
        new("avi", MediaKinds.Video, 0, "RIFF"u8, 8, "AVI "u8),
        new("wav", MediaKinds.Audio, 0, "RIFF"u8, 8, "WAVE"u8),
        new("wav (RF64)", MediaKinds.Audio, 0, "RF64"u8, 8, "WAVE"u8),
        new("wav (BW64)", MediaKinds.Audio, 0, "BW64"u8, 8, "WAVE"u8),
        new("wav (RIFX)", MediaKinds.Audio, 0, "RIFX"u8, 8, "WAVE"u8),
        new("wav (Wave64)", MediaKinds.Audio, 0, [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11]),
        new("aiff", MediaKinds.Audio, 0, "FORM"u8, 8, "AIF"u8),
        new("webp", MediaKinds.Image, 0, "RIFF"u8, 8, "WEBP"u8),
        new("dat", MediaKinds.Video, 0, "RIFF"u8, 8, "CDXA"u8),
        new("asf/wmv/wma", AudioVisual, 0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C]),
        new("flv", MediaKinds.Video, 0, "FLV\x01"u8),
        new("ogg", AudioVisual, 0, "OggS\0"u8),
        new("rm", AudioVisual, 0, ".RMF"u8),
        new("ra", MediaKinds.Audio, 0, [0x2E, 0x72, 0x61, 0xFD]),
        new("flac", MediaKinds.Audio, 0, "fLaC"u8),
        new("ape", MediaKinds.Audio, 0, "MAC "u8),
        new("caf", MediaKinds.Audio, 0, "caff\0\x01"u8),
        new("amr", MediaKinds.Audio, 0, "#!AMR"u8),
        new("ac3", MediaKinds.Audio, 0, [0x0B, 0x77]),
        new("ac3", MediaKinds.Audio, 0, [0x77, 0x0B]),
        new("aac (ADIF)", MediaKinds.Audio, 0, "ADIF"u8),
        new("mpeg", MediaKinds.Video, 0, [0x00, 0x00, 0x01, 0xBA]),
        new("mpeg", MediaKinds.Video, 0, [0x00, 0x00, 0x01, 0xB3]),
        new("mj2", MediaKinds.Video | MediaKinds.Image, 0, [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20]),
        new("dv", MediaKinds.Video, 0, [0x1F, 0x07, 0x00]),
        new("swf", MediaKinds.Video, 0, "FWS"u8),
        new("swf", MediaKinds.Video, 0, "CWS"u8),
        new("swf", MediaKinds.Video, 0, "ZWS"u8),
        new("m3u8", MediaKinds.Video, 0, "#EXTM3U"u8),
        new("m3u8", MediaKinds.Video, 0, [0xEF, 0xBB, 0xBF], 3, "#EXTM3U"u8),
        new("gif", MediaKinds.Image | MediaKinds.Video, 0, "GIF87a"u8),
        new("gif", MediaKinds.Image | MediaKinds.Video, 0, "GIF89a"u8),
        new("png", MediaKinds.Image, 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        new("jpg", MediaKinds.Image | MediaKinds.Video, 0, [0xFF, 0xD8, 0xFF]),
        new("ttf", MediaKinds.Text, 0, [0x00, 0x01, 0x00, 0x00, 0x00]),
        new("otf", MediaKinds.Text, 0, "OTTO"u8),
        new("ttc", MediaKinds.Text, 0, "ttcf"u8),
        new("ttf", MediaKinds.Text, 0, "true\0"u8),
        new("zip", MediaKinds.None, 0, "PK\x03\x04"u8),
        new("pdf", MediaKinds.None, 0, "%PDF-"u8),
        new("gzip", MediaKinds.None, 0, [0x1F, 0x8B, 0x08]),
        new("7z", MediaKinds.None, 0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        new("rar", MediaKinds.None, 0, [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]),
        new("xz", MediaKinds.None, 0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        new("Linux program", MediaKinds.None, 0, [0x7F, 0x45, 0x4C, 0x46]),
        new("Office document", MediaKinds.None, 0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        new("sqlite", MediaKinds.None, 0, "SQLite format 3\0"u8),
    ];

    /// <summary>Null when no format matches.</summary>
    public static ContentKind? Find(ReadOnlySpan<byte> start)
    {
        var found = FindSignature(start) ?? WindowsFiles.Find(start) ?? IsoBoxes.Find(start) ?? MpegFrames.Find(start);
        var text = PlainText.Find(start);

        // Some signatures are short, or words that a text may begin with.
        return found is null || text is null || found.Kinds == MediaKinds.None ? found ?? text : found with { Kinds = found.Kinds | text.Kinds };
    }

    private static ContentKind? FindSignature(ReadOnlySpan<byte> start)
    {
        foreach (var signature in Signatures)
        {
            if (signature.IsMatch(start))
            {
                return signature.Kind;
            }
        }

        return null;
    }
}

/// <summary>A format's bytes at a fixed place, for some formats with more bytes at a second place.</summary>
internal sealed class Signature(
    string format, MediaKinds kinds, int at, ReadOnlySpan<byte> bytes, int secondAt = 0, ReadOnlySpan<byte> secondBytes = default)
{
    private readonly byte[] _bytes = bytes.ToArray();
    private readonly byte[] _secondBytes = secondBytes.ToArray();

    public ContentKind Kind { get; } = new(format, kinds);

    public bool IsMatch(ReadOnlySpan<byte> start) => HasBytes(start, at, _bytes) && HasBytes(start, secondAt, _secondBytes);

    private static bool HasBytes(ReadOnlySpan<byte> start, int at, byte[] bytes) => start.Length >= at && start[at..].StartsWith(bytes);
}
