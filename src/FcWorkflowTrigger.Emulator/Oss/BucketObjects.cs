namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The objects of one bucket, found by key and listed in order of key. A listing costs what it lists, however many other objects there are. Not thread-safe.</summary>
internal sealed class BucketObjects
{
    // Sorts after every character that a key goes on with.
    private const char AfterLast = '\uffff';

    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    public int Count => _objects.Count;

    public StoredObject? Find(string key) => _objects.GetValueOrDefault(key);

    public void Set(StoredObject stored)
    {
        _objects[stored.Key] = stored;
        _keys.Add(stored.Key);
    }

    public void Remove(string key)
    {
        _objects.Remove(key);
        _keys.Remove(key);
    }

    /// <summary>The objects whose key starts with <paramref name="prefix"/> and comes after <paramref name="after"/>.</summary>
    public IEnumerable<StoredObject> List(string prefix, string after)
    {
        var (first, last) = (string.CompareOrdinal(prefix, after) < 0 ? after : prefix, prefix + AfterLast);

        return string.CompareOrdinal(first, last) > 0
            ? []
            : _keys.GetViewBetween(first, last)
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
                .Select(key => _objects[key]);
    }
}
