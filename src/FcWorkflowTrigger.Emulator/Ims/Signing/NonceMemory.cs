using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>The gateway's memory of nonces: one is good once within the signature window. Kept with the data, or a restart would forgive a replay.</summary>
internal sealed class NonceMemory
{
    private const string Kind = "ims-nonces";

    // A request may be dated a window ahead and stay good a window after that.
    private static readonly TimeSpan Remembered = 2 * TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();
    private readonly DataFolder _data;

    public NonceMemory(DataFolder data)
    {
        _data = data;

        foreach (var kept in data.ReadAll(Kind).Select(line => Encoding.ASCII.GetString(line).Split(' ')))
        {
            Remember(kept[0], DateTimeOffset.Parse(kept[1], CultureInfo.InvariantCulture));
        }
    }

    /// <returns>False when the nonce was used before.</returns>
    public bool TryUse(string nonce, DateTimeOffset now)
    {
        // Whatever a client calls it, it must make a file name.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)));

        lock (_gate)
        {
            Forget(now);

            if (_seen.Contains(name))
            {
                return false;
            }

            Remember(name, now + Remembered);
            _data.Write(Kind, name, Encoding.ASCII.GetBytes($"{name} {now + Remembered:O}"));
            return true;
        }
    }

    private void Remember(string name, DateTimeOffset until)
    {
        _seen.Add(name);
        _byExpiry.Enqueue(name, until);
    }

    private void Forget(DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out var name, out var until) && until < now)
        {
            _byExpiry.Dequeue();
            _seen.Remove(name);
            _data.Delete(Kind, name);
        }
    }
}
