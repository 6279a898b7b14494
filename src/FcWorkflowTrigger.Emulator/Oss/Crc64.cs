using System.Globalization;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>CRC-64/XZ: ECMA-182, reflected. OSS sends it in decimal as <c>x-oss-hash-crc64ecma</c>.</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0xC96C5795D7870F42;
    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static string Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = ulong.MaxValue;

        foreach (var value in bytes)
        {
            crc = Table[(byte)crc ^ value] ^ (crc >> 8);
        }

        return (~crc).ToString(CultureInfo.InvariantCulture);
    }

    private static ulong Entry(int index)
    {
        var entry = (ulong)index;

        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 1 ? (entry >> 1) ^ Polynomial : entry >> 1;
        }

        return entry;
    }
}
