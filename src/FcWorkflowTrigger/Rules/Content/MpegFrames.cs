namespace FcWorkflowTrigger.Rules.Content;

/// <summary>MPEG streams without a file header: packets and frames whose sync bytes repeat (ISO/IEC 13818-1, 11172-3, 13818-7; id3.org).</summary>
internal static class MpegFrames
{
    private const byte SyncByte = 0x47;
    private const int Packet = 188;
    private const int TimedPacket = 192;
    private const int TimeCode = 4;

    private static readonly ContentKind Ts = new("ts", MediaKinds.Video | MediaKinds.Audio);
    private static readonly ContentKind Mp3 = new("mp3", MediaKinds.Audio);
    private static readonly ContentKind Aac = new("aac", MediaKinds.Audio);
    private static readonly ContentKind Id3 = new("mp3 (ID3)", MediaKinds.Audio);

    public static ContentKind? Find(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'I', (byte)'D', (byte)'3', < 0xFF, < 0xFF, ..] => Id3,
        _ when HasSyncBytes(start, 0, Packet) || HasSyncBytes(start, TimeCode, TimedPacket) => Ts,
        [0xFF, var flags, ..] when (flags & 0xF6) == 0xF0 => Aac,
        [0xFF, var flags, var rates, ..] when IsLayer2Or3(flags) && HasValidRates(rates) => Mp3,
        _ => null,
    };

    // One sync byte may be chance; the second packet's is not.
    private static bool HasSyncBytes(ReadOnlySpan<byte> start, int at, int packet) =>
        start.Length > at + packet && start[at] == SyncByte && start[at + packet] == SyncByte;

    // IMS takes no Layer I files, and Layer I would match every UTF-16 text (FF FE).
    private static bool IsLayer2Or3(byte flags) => (flags & 0xE0) == 0xE0 && (flags & 0x18) != 0x08 && (flags & 0x06) is 0x02 or 0x04;

    private static bool HasValidRates(byte rates) => (rates & 0xF0) is not (0xF0 or 0x00) && (rates & 0x0C) != 0x0C;
}
