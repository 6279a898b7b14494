namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>The gateway's memory of nonces: one is good once within the signature window.</summary>
internal sealed class NonceMemory
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(string Nonce, DateTimeOffset Until)> _order = new();

    /// <returns>False when the nonce was used before.</returns>
    public bool TryUse(string nonce, DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && oldest.Until < now)
            {
                _seen.Remove(_order.Dequeue().Nonce);
            }

            if (!_seen.TryAdd(nonce, now))
            {
                return false;
            }

            _order.Enqueue((nonce, now + (2 * Window)));
            return true;
        }
    }
}
