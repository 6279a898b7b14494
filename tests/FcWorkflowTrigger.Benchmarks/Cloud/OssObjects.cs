namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The objects of one bucket, in the order of their keys.</summary>
internal sealed class OssObjects
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stored> _objects = [];
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    internal readonly record struct Stored(byte[] Body, DateTimeOffset At);

    public int Count => _objects.Count;

    public byte[]? Get(string key)
    {
        lock (_gate)
        {
            return _objects.TryGetValue(key, out var found) ? found.Body : null;
        }
    }

    /// <returns>False if <paramref name="onlyIfAbsent"/> is true and the object exists.</returns>
    public bool Put(string key, byte[] body, DateTimeOffset at, bool onlyIfAbsent = false)
    {
        lock (_gate)
        {
            var added = _keys.Add(key);

            if (!added && onlyIfAbsent)
            {
                return false;
            }

            _objects[key] = new(body, at);
            return true;
        }
    }

    public void Delete(string key)
    {
        lock (_gate)
        {
            _keys.Remove(key);
            _objects.Remove(key);
        }
    }

    /// <summary>Up to <paramref name="max"/> objects after <paramref name="after"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, Stored>> List(string prefix, string after, int max)
    {
        lock (_gate)
        {
            var from = string.CompareOrdinal(after, prefix) > 0 ? after : prefix;
            return
            [
                .. _keys.GetViewBetween(from, prefix + char.MaxValue)
                    .Where(key => key != after)
                    .Take(max)
                    .Select(key => KeyValuePair.Create(key, _objects[key])),
            ];
        }
    }

    public void CopyTo(OssObjects other)
    {
        lock (_gate)
        {
            foreach (var (key, stored) in _objects)
            {
                other.Put(key, stored.Body, stored.At);
            }
        }
    }
}
