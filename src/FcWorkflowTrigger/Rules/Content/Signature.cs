namespace FcWorkflowTrigger.Rules.Content;

/// <summary>Bytes at a fixed place, and sometimes more at a second.</summary>
internal sealed class Signature(
    string format, MediaKinds kinds, int at, ReadOnlySpan<byte> bytes, int secondAt = 0, ReadOnlySpan<byte> secondBytes = default)
{
    private readonly byte[] _bytes = bytes.ToArray();
    private readonly byte[] _secondBytes = secondBytes.ToArray();

    public ContentKind Kind { get; } = new(format, kinds);

    public bool Fits(ReadOnlySpan<byte> start) => Holds(start, at, _bytes) && Holds(start, secondAt, _secondBytes);

    private static bool Holds(ReadOnlySpan<byte> start, int at, byte[] bytes) => start.Length >= at && start[at..].StartsWith(bytes);
}
