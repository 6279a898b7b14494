using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Tests.Ledger;

/// <summary>OSS in memory. A reply can be lost after its write. A canceled call writes nothing.</summary>
internal sealed class InMemoryOss(TimeProvider clock) : IOssClient
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (byte[] Body, DateTimeOffset At)> _objects = new(StringComparer.Ordinal);
    private int _repliesToLose;
    private byte[]? _ofAnother;
    private string? _listedOnce;

    public IReadOnlyCollection<string> Keys => _objects.Keys;

    /// <summary>The bucket's versioning status; null for one that was never versioned.</summary>
    public string? Versioning { get; set; }

    public int VersioningAsked { get; private set; }

    public int ReadsAsked { get; private set; }

    /// <summary>How many requests were made.</summary>
    public int Requests { get; private set; }

    /// <summary>How many entries a page of a listing has.</summary>
    public int PageSize { get; set; } = 2;

    /// <summary>Runs before each read of an object.</summary>
    public Action<string> Reading { get; set; } = _ => { };

    /// <summary>Runs before each page of a listing, with its prefix.</summary>
    public Action<string> Listing { get; set; } = _ => { };

    /// <summary>Called before each deletion: what another process does at this moment.</summary>
    public Func<string, Task> Deleting { get; set; } = _ => Task.CompletedTask;

    /// <summary>Each deletion is refused with a server error.</summary>
    public bool RefusesDeletes { get; set; }

    /// <summary>The next conditional write takes effect and its reply is lost.</summary>
    public void LoseNextReply() => _repliesToLose++;

    /// <summary>One listing, out of date, still names an object that was deleted.</summary>
    public void ListDeletedOnce(string key) => _listedOnce = key;

    /// <summary>The next conditional write takes no effect and gets no clear reply; another process writes this body to its key before the write is tried again.</summary>
    public void LetAnotherWriteFirst(byte[] body) => _ofAnother = body;

    /// <summary>Why the next writes of a key are refused; null for a key that may be written.</summary>
    public Func<string, OssException?> Refuses { get; set; } = _ => null;

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => Locked(
        () =>
        {
            ReadsAsked++;
            Reading(key);
            return _objects.TryGetValue(key, out var found) ? found.Body : null;
        },
        cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => Locked(
        () => Refuses(key) is { } refusal ? throw refusal : Store(key, body.ToArray()), cancellationToken);

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        Conditional(key, () => !_objects.ContainsKey(key), () => Store(key, body.ToArray()), cancellationToken);

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => Conditional(
        key,
        () => Body(key).Length == position,
        () => Store(key, [.. Body(key), .. body.Span]),
        cancellationToken);

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await Deleting(key);
        await Locked(
            () => RefusesDeletes
                ? throw new OssException("DeleteObject", HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", null)
                : _objects.Remove(key),
            cancellationToken);
    }

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) => Locked(
        () =>
        {
            Listing(prefix);
            OssEntry[] deleted = _listedOnce is { } key ? [new(key, clock.GetUtcNow())] : [];
            var following = _objects.Select(stored => new OssEntry(stored.Key, stored.Value.At)).Concat(deleted)
                .Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(stored.Key, startAfter) > 0)
                .OrderBy(stored => stored.Key, StringComparer.Ordinal)
                .ToArray();
            OssEntry[] page = [.. following.Take(PageSize)];
            _listedOnce = page.Any(entry => entry.Key == _listedOnce) ? null : _listedOnce;
            return new OssPage(page, following.Length > PageSize);
        },
        cancellationToken);

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => Locked(
        () =>
        {
            VersioningAsked++;
            return Versioning;
        },
        cancellationToken);

    private byte[] Body(string key) => _objects.TryGetValue(key, out var found) ? found.Body : [];

    private bool Store(string key, byte[] body)
    {
        _objects[key] = (body, clock.GetUtcNow());
        return true;
    }

    private Task<OssPut> Conditional(string key, Func<bool> holds, Func<bool> write, CancellationToken cancellationToken) => Locked<OssPut>(
        () =>
        {
            if (_ofAnother is { } body)
            {
                _ofAnother = null;
                Store(key, body);
                throw new OssException("PutObject", HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", null);
            }

            if (!holds())
            {
                return OssPut.Taken.Instance;
            }

            write();
            _repliesToLose = Math.Max(_repliesToLose, 0) - 1;
            return _repliesToLose >= 0
                ? throw new OssException("PutObject", HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", null)
                : OssPut.Written.Instance;
        },
        cancellationToken);

    private Task<T> Locked<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            Requests++;
            return Task.FromResult(work());
        }
    }
}
