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
    private const string UnsentKind = "oss-unsent-events";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, BucketObjects> _buckets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredBucket> _settings = new(StringComparer.Ordinal);
    private readonly EmulatorClock _clock;
    private readonly DataFolder _data;

    public OssStore(EmulatorClock clock, DataFolder data)
    {
        (_clock, _data, Uploads) = (clock, data, new(data));

        foreach (var bucket in data.ReadAll(BucketKind, json => JsonSerializer.Deserialize(json, OssJson.Default.StoredBucket)))
        {
            (_buckets[bucket.Name], _settings[bucket.Name]) = (new(), bucket);
        }

        foreach (var stored in data.ReadAll(Kind, json => InKnownBucket(JsonSerializer.Deserialize(json, OssJson.Default.StoredObject))))
        {
            _buckets[stored.Bucket].Set(stored);
        }

        Unsent = ReadUnsent();
    }

    /// <summary>Raised after an object was created, outside any lock. The receiver calls <see cref="SetSent"/> once nothing can lose the event any more.</summary>
    public event Action<ObjectCreated>? Created;

    /// <summary>What an earlier process had created without sending the event.</summary>
    public IReadOnlyList<ObjectCreated> Unsent { get; }

    public MultipartUploads Uploads { get; }

    /// <summary>The time of this cloud.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    public void CreateBucket(string bucket)
    {
        lock (_gate)
        {
            if (!_buckets.ContainsKey(bucket))
            {
                Save(new StoredBucket(bucket, Created: _clock.GetUtcNow()));
                _buckets[bucket] = new();
            }
        }
    }

    /// <summary>All buckets, in order of name.</summary>
    public IReadOnlyList<StoredBucket> Buckets()
    {
        lock (_gate)
        {
            return [.. _settings.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];
        }
    }

    public StoredBucket? FindBucket(string bucket)
    {
        lock (_gate)
        {
            return _settings.GetValueOrDefault(bucket);
        }
    }

    /// <exception cref="OssError">There is no such bucket.</exception>
    public StoredBucket Bucket(string bucket) => FindBucket(bucket) ?? throw OssError.NoSuchBucket();

    /// <exception cref="OssError">There is no such bucket, or it holds objects or open uploads.</exception>
    public void DeleteBucket(string bucket)
    {
        lock (_gate)
        {
            if (Objects(bucket).Count > 0 || Uploads.In(bucket).Count > 0)
            {
                throw new OssError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.", "0015-00000301");
            }

            _data.Delete(BucketKind, FileName(bucket, ""));
            _buckets.Remove(bucket);
            _settings.Remove(bucket);
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
    public string? Versioning(string bucket) => Bucket(bucket).Versioning;

    /// <exception cref="OssError">There is no such bucket.</exception>
    public void SetVersioning(string bucket, string status) => ChangeBucket(bucket, current => current with { Versioning = status });

    /// <exception cref="OssError">There is no such bucket.</exception>
    public void SetCors(string bucket, IReadOnlyList<CorsRule> rules) => ChangeBucket(bucket, current => current with { Cors = rules });

    /// <param name="text">Null takes it away.</param>
    /// <exception cref="OssError">There is no such bucket.</exception>
    public void SetDocument(string bucket, string name, string? text) => ChangeBucket(bucket, current => current with
    {
        Documents = (current.Documents ?? new Dictionary<string, string>()).Where(document => document.Key != name)
            .Concat(text is null ? [] : [KeyValuePair.Create(name, text)]).ToDictionary(),
    });

    public StoredObject? Find(string bucket, string key)
    {
        lock (_gate)
        {
            return _buckets.TryGetValue(bucket, out var objects) ? objects.Find(key) : null;
        }
    }

    /// <exception cref="OssError">There is no such bucket, or no such object in it.</exception>
    public StoredObject Require(string bucket, string key)
    {
        RequireBucket(bucket);
        return Find(bucket, key) ?? throw OssError.NoSuchKey();
    }

    /// <summary>A snapshot of the objects whose key starts with <paramref name="prefix"/> and comes after <paramref name="after"/>, in order of key.</summary>
    public IReadOnlyList<StoredObject> List(string bucket, string prefix, string after = "")
    {
        lock (_gate)
        {
            return [.. Objects(bucket).List(prefix, after)];
        }
    }

    /// <summary>Replaces the current object by the result of <paramref name="change"/>, in one atomic step. The current object is null if there is none.</summary>
    /// <remarks>If the change returns the current object, nothing changes and no event is raised.</remarks>
    /// <param name="eventName">Without the <c>oss:</c> prefix; null for a change that creates nothing, so that the object keeps its time.</param>
    public StoredObject Change(string bucket, string key, string? eventName, string requestId, Func<StoredObject?, StoredObject> change)
    {
        StoredObject after;
        ObjectCreated? created;

        lock (_gate)
        {
            var current = Objects(bucket).Find(key);
            after = change(current);

            if (ReferenceEquals(after, current))
            {
                return after;
            }

            after = eventName is null ? after : after with { LastModified = _clock.GetUtcNow() };
            created = eventName is null ? null : new(
                bucket,
                key,
                eventName,
                after.ETag,
                after.Body.LongLength,
                after.Body.LongLength - (current?.Body.LongLength ?? 0),
                requestId,
                after.ContentType,
                after.LastModified);
            Save(after, created);
            _buckets[bucket].Set(after);
        }

        if (created is not null)
        {
            Created?.Invoke(created);
        }

        return after;
    }

    /// <summary>Begins a multipart upload. OSS sends an event for it, though no object exists yet.</summary>
    /// <param name="whole">The object to be, still without a body.</param>
    /// <returns>The upload's id.</returns>
    public string BeginUpload(StoredObject whole, string requestId)
    {
        RequireBucket(whole.Bucket);
        var upload = new StoredUpload(RandomNumberGenerator.GetHexString(32), whole, _clock.GetUtcNow());
        Announce(PartEvent(upload, "ObjectCreated:InitiateMultipartUpload", whole, requestId), () => Uploads.Begin(upload));
        return upload.Id;
    }

    /// <summary>Stores a part. OSS sends an event for each, though no object exists yet.</summary>
    /// <param name="eventName">Without the <c>oss:</c> prefix.</param>
    /// <returns>The part with its time.</returns>
    /// <exception cref="OssError">The upload has ended in the meantime.</exception>
    public StoredPart PutPart(StoredUpload upload, StoredPart part, string eventName, string requestId)
    {
        var stored = part with { LastModified = _clock.GetUtcNow() };
        Announce(PartEvent(upload, eventName, upload.Whole with { Body = part.Body, ETag = part.ETag }, requestId), () => Uploads.Put(stored));
        return stored;
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
            if (Objects(bucket).Find(key) is not null)
            {
                _data.Delete(Kind, FileName(bucket, key));
                _buckets[bucket].Remove(key);
            }
        }
    }

    /// <summary>Deletes every object and open upload of every bucket.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var (bucket, objects) in _buckets)
            {
                foreach (var stored in objects.List("", "").ToArray())
                {
                    Delete(bucket, stored.Key);
                }

                foreach (var upload in Uploads.In(bucket))
                {
                    Uploads.End(upload.Id);
                }
            }
        }
    }

    /// <summary>The event is where neither a full disk nor the end of the process can lose it.</summary>
    public void SetSent(ObjectCreated created) => _data.Delete(UnsentKind, created.RequestId);

    private BucketObjects Objects(string bucket) => _buckets.GetValueOrDefault(bucket) ?? throw OssError.NoSuchBucket();

    private void ChangeBucket(string bucket, Func<StoredBucket, StoredBucket> change)
    {
        lock (_gate)
        {
            Save(change(Bucket(bucket)));
        }
    }

    private ObjectCreated PartEvent(StoredUpload upload, string eventName, StoredObject stored, string requestId) => new(
        stored.Bucket,
        stored.Key,
        eventName,
        stored.ETag,
        stored.Body.LongLength,
        stored.Body.LongLength,
        requestId,
        stored.ContentType,
        _clock.GetUtcNow(),
        upload.Id);

    // The event is written first, as for objects: see Save.
    private void Announce(ObjectCreated created, Action store)
    {
        WriteUnsent(created);

        try
        {
            store();
        }
        catch (Exception refusal) when (refusal is DataFolderException or OssError)
        {
            SetSent(created);
            throw;
        }

        Created?.Invoke(created);
    }

    private void WriteUnsent(ObjectCreated created) =>
        _data.Write(UnsentKind, created.RequestId, JsonSerializer.SerializeToUtf8Bytes(created, OssJson.Default.ObjectCreated));

    private void Save(StoredBucket bucket)
    {
        _data.Write(BucketKind, FileName(bucket.Name, ""), JsonSerializer.SerializeToUtf8Bytes(bucket, OssJson.Default.StoredBucket));
        _settings[bucket.Name] = bucket;
    }

    // The event is written first. So an object that is kept is announced, also if the process ends right after it.
    private void Save(StoredObject stored, ObjectCreated? created)
    {
        if (!_data.Keeps)
        {
            return;
        }

        if (created is not null)
        {
            WriteUnsent(created);
        }

        try
        {
            _data.Write(Kind, FileName(stored.Bucket, stored.Key), JsonSerializer.SerializeToUtf8Bytes(stored, OssJson.Default.StoredObject));
        }
        catch (DataFolderException) when (created is not null)
        {
            SetSent(created);
            throw;
        }
    }

    private StoredObject? InKnownBucket(StoredObject? stored) =>
        stored is null || _buckets.ContainsKey(stored.Bucket) ? stored : throw new FormatException($"There is no bucket '{stored.Bucket}'.");

    private ObjectCreated[] ReadUnsent()
    {
        var all = _data.ReadAll(UnsentKind, json => JsonSerializer.Deserialize(json, OssJson.Default.ObjectCreated)).ToLookup(IsKept);

        // If the process ended before the object was written, nothing was created.
        foreach (var refused in all[false])
        {
            SetSent(refused);
        }

        return [.. all[true].OrderBy(created => created.At)];
    }

    private bool IsKept(ObjectCreated created) => created.UploadId is { } id
        ? Uploads.Find(id) is not null
        : Find(created.Bucket, created.Key) is { } stored && stored.LastModified >= created.At;

    private static string FileName(string bucket, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket}/{key}")))[..40];
}
