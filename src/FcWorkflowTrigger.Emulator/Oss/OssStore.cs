using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The buckets and their objects. Every change is atomic: a reader never sees a part of an object.</summary>
internal sealed class OssStore
{
    private const string Kind = "oss-objects";
    private const string BucketKind = "oss-buckets";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, StoredObject>> _buckets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredBucket> _settings = new(StringComparer.Ordinal);
    private readonly EmulatorClock _clock;
    private readonly DataFolder _data;

    public OssStore(EmulatorClock clock, DataFolder data)
    {
        (_clock, _data, Uploads) = (clock, data, new(data));

        foreach (var bucket in data.ReadAll(BucketKind).Select(json => JsonSerializer.Deserialize(json, OssJson.Default.StoredBucket)!))
        {
            (_buckets[bucket.Name], _settings[bucket.Name]) = (new(StringComparer.Ordinal), bucket);
        }

        foreach (var stored in data.ReadAll(Kind).Select(json => JsonSerializer.Deserialize(json, OssJson.Default.StoredObject)!))
        {
            _buckets[stored.Bucket][stored.Key] = stored;
        }
    }

    /// <summary>Raised after an object was created, outside any lock.</summary>
    public event Action<ObjectCreated>? Created;

    public MultipartUploads Uploads { get; }

    public void CreateBucket(string bucket)
    {
        lock (_gate)
        {
            if (_buckets.TryAdd(bucket, new(StringComparer.Ordinal)))
            {
                Save(new StoredBucket(bucket));
            }
        }
    }

    public bool Exists(string bucket, string key) => Find(bucket, key) is not null;

    /// <exception cref="OssError">There is no such bucket.</exception>
    public void RequireBucket(string bucket)
    {
        lock (_gate)
        {
            _ = Objects(bucket);
        }
    }

    /// <summary>Versioning can be suspended but, as in OSS, never be undone: conditional puts stay unconditional.</summary>
    public bool IsVersioned(string bucket) => Versioning(bucket) is not null;

    /// <returns><c>Enabled</c>, <c>Suspended</c>, or null for never.</returns>
    /// <exception cref="OssError">There is no such bucket.</exception>
    public string? Versioning(string bucket)
    {
        lock (_gate)
        {
            _ = Objects(bucket);
            return _settings[bucket].Versioning;
        }
    }

    /// <exception cref="OssError">There is no such bucket.</exception>
    public void SetVersioning(string bucket, string status)
    {
        lock (_gate)
        {
            _ = Objects(bucket);
            Save(new StoredBucket(bucket, status));
        }
    }

    public StoredObject? Find(string bucket, string key)
    {
        lock (_gate)
        {
            return _buckets.TryGetValue(bucket, out var objects) ? objects.GetValueOrDefault(key) : null;
        }
    }

    /// <summary>A snapshot of the objects whose key starts with <paramref name="prefix"/>, in order of key.</summary>
    public IReadOnlyList<StoredObject> List(string bucket, string prefix)
    {
        lock (_gate)
        {
            return [.. Objects(bucket).Values.Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    /// <summary>Replaces the current object by the result of <paramref name="change"/>, in one atomic step. The current object is null if there is none.</summary>
    /// <remarks>If the change returns the current object, nothing changes and no event is raised.</remarks>
    /// <param name="eventName">Without the <c>oss:</c> prefix; null for a change that creates nothing, so that the object keeps its time.</param>
    public StoredObject Change(string bucket, string key, string? eventName, string requestId, Func<StoredObject?, StoredObject> change)
    {
        StoredObject after;
        long before;

        lock (_gate)
        {
            var current = Objects(bucket).GetValueOrDefault(key);
            after = change(current);

            if (ReferenceEquals(after, current))
            {
                return after;
            }

            after = eventName is null ? after : after with { LastModified = _clock.GetUtcNow() };
            before = current?.Body.LongLength ?? 0;
            _buckets[bucket][key] = after;
            Save(after);
        }

        if (eventName is not null)
        {
            Created?.Invoke(new(
                bucket, key, eventName, after.ETag, after.Body.LongLength, after.Body.LongLength - before, requestId, after.ContentType, after.LastModified));
        }

        return after;
    }

    /// <summary>A plain upload from within the emulator.</summary>
    public StoredObject Put(string bucket, string key, byte[] body, string contentType) => Change(
        bucket,
        key,
        "ObjectCreated:PutObject",
        OssCall.NewRequestId(_clock.GetUtcNow()),
        _ => new(bucket, key, body, Operations.ObjectContent.ETag(body), "Normal", contentType, new Dictionary<string, string>(), default));

    public void Delete(string bucket, string key)
    {
        lock (_gate)
        {
            if (Objects(bucket).Remove(key))
            {
                _data.Delete(Kind, FileName(bucket, key));
            }
        }
    }

    private SortedDictionary<string, StoredObject> Objects(string bucket) => _buckets.GetValueOrDefault(bucket) ?? throw OssError.NoSuchBucket();

    private void Save(StoredBucket bucket)
    {
        _settings[bucket.Name] = bucket;
        _data.Write(BucketKind, FileName(bucket.Name, ""), JsonSerializer.SerializeToUtf8Bytes(bucket, OssJson.Default.StoredBucket));
    }

    private void Save(StoredObject stored)
    {
        if (_data.Keeps)
        {
            _data.Write(Kind, FileName(stored.Bucket, stored.Key), JsonSerializer.SerializeToUtf8Bytes(stored, OssJson.Default.StoredObject));
        }
    }

    private static string FileName(string bucket, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket}/{key}")))[..40];
}
