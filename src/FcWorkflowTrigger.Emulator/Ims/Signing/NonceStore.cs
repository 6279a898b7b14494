using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>The used nonces. The gateway accepts a nonce once within the signature window. They are kept with the data, so that a restart does not accept a replay.</summary>
internal sealed class NonceStore
{
    private const string Kind = "ims-nonces";

    // The date of a request can be one window ahead, and the request stays valid for one window after its date.
    private static readonly TimeSpan Retention = 2 * TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();
    private readonly DataFolder _data;

    public NonceStore(DataFolder data)
    {
        _data = data;

        foreach (var kept in data.ReadAll(Kind, Parse))
        {
            Remember(kept.Name, kept.Until);
        }
    }

    /// <returns>False when the nonce was used before.</returns>
    public bool TryUse(string nonce, DateTimeOffset now)
    {
        // A nonce can contain any characters. Its hash is a valid file name.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)));

        lock (_gate)
        {
            RemoveExpired(now);

            if (_seen.Contains(name))
            {
                return false;
            }

            _data.Write(Kind, name, Encoding.ASCII.GetBytes($"{name} {now + Retention:O}"));
            Remember(name, now + Retention);
            return true;
        }
    }

    private static Nonce? Parse(byte[] line) => Encoding.ASCII.GetString(line).Split(' ') is [{ Length: 2 * SHA256.HashSizeInBytes } name, var until]
        ? new(name, DateTimeOffset.ParseExact(until, "O", CultureInfo.InvariantCulture))
        : null;

    private void Remember(string name, DateTimeOffset until)
    {
        _seen.Add(name);
        _byExpiry.Enqueue(name, until);
    }

    private void RemoveExpired(DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out var name, out var until) && until < now)
        {
            _data.Delete(Kind, name);
            _byExpiry.Dequeue();
            _seen.Remove(name);
        }
    }

    private sealed record Nonce(string Name, DateTimeOffset Until);
}
