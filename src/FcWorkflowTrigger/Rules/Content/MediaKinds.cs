namespace FcWorkflowTrigger.Rules.Content;

/// <summary>Kinds of media, as IMS distinguishes them (IMS RegisterMediaInfo documentation, <c>MediaType</c>). Some formats are of several kinds.</summary>
[Flags]
internal enum MediaKinds
{
    None = 0,
    Video = 1,
    Audio = 2,
    Image = 4,
    Text = 8,
}

/// <summary>Kinds by name and by extension.</summary>
/// <remarks>IMS documentation, "Supported formats": the extensions IMS registers, where <c>gif</c>, <c>asf</c> and <c>ogg</c> are of two kinds.</remarks>
internal static class MediaKindNames
{
    private static readonly Dictionary<string, MediaKinds> ByExtension = CreateTable();

    private static readonly Dictionary<string, MediaKinds>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByExtension.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>None for an extension that IMS does not know.</summary>
    public static MediaKinds FromKey(ReadOnlySpan<char> key) =>
        Lookup.TryGetValue(Path.GetExtension(key), out var kinds) ? kinds : MediaKinds.None;

    /// <param name="names">Each one of <see cref="RuleChoices.Kinds"/>.</param>
    public static MediaKinds Parse(IEnumerable<string> names) => names.Aggregate(MediaKinds.None, (kinds, name) => kinds | name switch
    {
        "video" => MediaKinds.Video,
        "audio" => MediaKinds.Audio,
        "image" => MediaKinds.Image,
        "text" => MediaKinds.Text,
        _ => throw new ArgumentException($"There is no kind of media '{name}'.", nameof(names)),
    });

    private static Dictionary<string, MediaKinds> CreateTable()
    {
        var kinds = new Dictionary<string, MediaKinds>(StringComparer.OrdinalIgnoreCase);
        Add(MediaKinds.Video, "mp4 ts 3gp mpg mpeg mpe dat vob asf avi wmv flv f4v rm rmvb mov mkv m3u8 dv gif m2t m4v mj2 mjpeg mts ogg qt swf webm");
        Add(MediaKinds.Audio, "mp3 wma wav aac ra m4a flac ape ac3 amr caf acm asf ogg");
        Add(MediaKinds.Image, "gif webp png jpg jpeg heic");
        Add(MediaKinds.Text, "srt vtt ass ttf ttc fon");
        return kinds;

        void Add(MediaKinds kind, string extensions)
        {
            foreach (var extension in extensions.Split(' '))
            {
                kinds[$".{extension}"] = kinds.GetValueOrDefault($".{extension}") | kind;
            }
        }
    }
}
