using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The bucket of the ledger. As in OSS, every change is atomic, and a listing is always up to date.</summary>
internal sealed class OssBucket(EventLoop loop)
{
    private const string FirstSlot = "/0000.json";

    private readonly SortedDictionary<string, (byte[] Body, DateTimeOffset At)> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _bornAt = new(StringComparer.Ordinal);

    /// <summary>Put-if-absent overwrites without a check. Only the mutation <c>PlainPut</c> uses it.</summary>
    public bool IgnoresForbidOverwrite { get; init; }

    public IEnumerable<KeyValuePair<string, (byte[] Body, DateTimeOffset At)>> Objects => _objects;

    /// <summary>When the object was written first.</summary>
    public DateTimeOffset BornAt(string key) => _bornAt[key];

    public byte[]? Get(string key) => _objects.TryGetValue(key, out var found) ? found.Body : null;

    public OssPage Page(string prefix, string? startAfter) => new(
        [.. _objects
            .Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(stored.Key, startAfter) > 0)
            .Select(stored => new OssEntry(stored.Key, stored.Value.At))],
        IsTruncated: false);

    public bool Put(string key, byte[] body)
    {
        if (IsRecord(key) && _objects.ContainsKey(key))
        {
            throw new ViolationException($"Record {key} was overwritten.");
        }

        return Store(key, body);
    }

    public bool TryPut(string key, byte[] body)
    {
        CountClaim(isTaken: key.EndsWith(FirstSlot, StringComparison.Ordinal) && _objects.ContainsKey(key));
        return IgnoresForbidOverwrite ? Put(key, body) : !_objects.ContainsKey(key) && Store(key, body);
    }

    public bool TryAppend(string key, long position, byte[] body)
    {
        var before = Get(key) ?? [];
        CountClaim(isTaken: position == 0 && before.Length > 0);
        return before.Length == position && Store(key, [.. before, .. body]);
    }

    public bool Delete(string key)
    {
        if (IsRecord(key))
        {
            throw new ViolationException($"Record {key} was deleted.");
        }

        return _objects.Remove(key);
    }

    /// <summary>What a lifecycle rule does: records are no exception.</summary>
    public void Expire(string key, DateTimeOffset putAt)
    {
        if (_objects.TryGetValue(key, out var found) && found.At == putAt)
        {
            _objects.Remove(key);
            loop.Counts.Increment(IsRecord(key) ? Situation.ExpiredRecord : Situation.ExpiredOther);
        }
    }

    // The first record of every run is a claim.
    private void CountClaim(bool isTaken)
    {
        if (isTaken)
        {
            loop.Counts.Increment(Situation.ClaimedAlready);
        }
    }

    private static bool IsRecord(string key) => key[0] is 'r' or 'a';

    private bool Store(string key, byte[] body)
    {
        _bornAt.TryAdd(key, loop.Now);
        _objects[key] = (body, loop.Now);
        return true;
    }
}
