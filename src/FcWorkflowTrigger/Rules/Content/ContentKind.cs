namespace FcWorkflowTrigger.Rules.Content;

/// <summary>What an object's first bytes show it to be.</summary>
/// <param name="Format">The format's usual name; <c>unknown</c> when no table entry fits.</param>
/// <param name="Kinds">The kinds of media such a file may hold.</param>
internal sealed record ContentKind(string Format, MediaKinds Kinds)
{
    /// <summary>Bytes that are asked for; most formats show themselves in the first 16.</summary>
    public const int Bytes = 64 * 1024;

    /// <summary>Bytes that fit no format known here, and are no plain text.</summary>
    public static ContentKind Unknown { get; } = new("unknown", MediaKinds.None);

    /// <summary>Whether the bytes are of a kind the extension claims; an extension that claims nothing is content with any known format.</summary>
    public bool Keeps(MediaKinds claimed) => claimed == MediaKinds.None ? Kinds != MediaKinds.None : (Kinds & claimed) != MediaKinds.None;

    /// <param name="start">The file's first bytes, as many as there are up to <see cref="Bytes"/>.</param>
    public static ContentKind Detect(ReadOnlySpan<byte> start) => ContentTable.Find(start) ?? Unknown;
}
