namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>Changes valid samples in ways that break parsers. It is seeded, so that a failure can be repeated.</summary>
internal sealed class CallbackMutator(int seed, IReadOnlyList<byte[]> corpus)
{
    private static readonly byte[][] Splinters =
    [
        "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0], "\""u8.ToArray(), "{"u8.ToArray(),
        "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), "null"u8.ToArray(), "-1e99999"u8.ToArray(), "\"TaskId\":"u8.ToArray(),
        "\"MessageBody\":"u8.ToArray(), "\"EventType\":\"x\","u8.ToArray(), "&s="u8.ToArray(), "?g="u8.ToArray(), "/"u8.ToArray(), "%2f"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), [.. Enumerable.Repeat((byte)'[', 70)], [.. Enumerable.Repeat((byte)'9', 300)],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Returns one sample with one to four changes.</summary>
    public byte[] Next()
    {
        var sample = new List<byte>(corpus[_random.Next(corpus.Count)]);

        for (var change = _random.Next(4); change >= 0; change--)
        {
            Change(sample);
        }

        return [.. sample];
    }

    private void Change(List<byte> sample)
    {
        var at = _random.Next(sample.Count + 1);
        var length = Math.Min(_random.Next(1, 24), sample.Count - at);

        switch (_random.Next(6))
        {
            case 0 when at < sample.Count:
                sample[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < sample.Count:
                sample[at] = (byte)_random.Next(256);
                break;
            case 2:
                sample.RemoveRange(at, length);
                break;
            case 3:
                sample.InsertRange(at, sample.GetRange(at, length));
                break;
            case 4:
                sample.RemoveRange(at, sample.Count - at);
                break;
            default:
                sample.InsertRange(at, Splinters[_random.Next(Splinters.Length)]);
                break;
        }
    }
}
