namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The media type of an object by its extension, in upper or lower case (IMS documentation, "File formats").</summary>
internal static class MediaTypes
{
    public static readonly string[] All = ["image", "video", "audio", "text"];

    // The documentation lists gif and asf under two types, and does not say which one wins. Here they are video.
    private static readonly HashSet<string> Video = Extensions(
        "mp4 ts 3gp mpg mpeg mpe dat vob asf avi wmv flv f4v rm rmvb mov mkv m3u8 dv gif m2t m4v mj2 mjpeg mts ogg qt swf webm");

    private static readonly HashSet<string> Audio = Extensions("mp3 wma wav aac ra m4a flac ape ac3 amr caf acm");
    private static readonly HashSet<string> Image = Extensions("webp png jpg jpeg heic");

    /// <summary>Null for any other extension, and without one.</summary>
    public static string? Detect(string key) => Path.GetExtension(key).TrimStart('.') switch
    {
        var extension when Video.Contains(extension) => "video",
        var extension when Audio.Contains(extension) => "audio",
        var extension when Image.Contains(extension) => "image",
        _ => null,
    };

    private static HashSet<string> Extensions(string list) => new(list.Split(' '), StringComparer.OrdinalIgnoreCase);
}
