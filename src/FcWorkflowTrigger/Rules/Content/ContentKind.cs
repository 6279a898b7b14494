namespace FcWorkflowTrigger.Rules.Content;

/// <summary>The format that an object's first bytes show.</summary>
/// <param name="Format">The format's usual name; <c>unknown</c> when no known format matches.</param>
/// <param name="Kinds">The kinds of media such a file may hold.</param>
internal sealed record ContentKind(string Format, MediaKinds Kinds)
{
    /// <summary>How many bytes detection reads; most formats are known from the first 16.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The bytes are of no media: there are none, or all of them are zero.</summary>
    public static ContentKind Unknown { get; } = new("unknown", MediaKinds.None);

    /// <summary>The bytes match no known format. They may be of a media format that has no signature, or whose signature comes later.</summary>
    public static ContentKind Unrecognized { get; } = new("unrecognized", MediaKinds.Video | MediaKinds.Audio | MediaKinds.Image | MediaKinds.Text);

    /// <summary>
    /// False when the bytes are certainly of another kind than the extension claims. An extension that claims nothing matches any format that is known.
    /// </summary>
    public bool Matches(MediaKinds claimed) => claimed == MediaKinds.None ? Kinds != MediaKinds.None && this != Unrecognized : (Kinds & claimed) != MediaKinds.None;

    /// <param name="start">The file's first bytes, as many as there are up to <see cref="MaxBytes"/>.</param>
    public static ContentKind Detect(ReadOnlySpan<byte> start) =>
        ContentTable.Find(start) ?? (start.ContainsAnyExcept((byte)0) ? Unrecognized : Unknown);
}
