namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The assets, found by what identifies one. A look costs the same however many there are. Not thread-safe.</summary>
internal sealed class AssetIndex
{
    private readonly Dictionary<string, MediaAsset> _assets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Bucket, string Key), string> _byObject = [];
    private readonly Dictionary<string, string> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byReference = new(StringComparer.Ordinal);

    public IReadOnlyCollection<MediaAsset> All => _assets.Values;

    public MediaAsset? Find(string mediaId) => _assets.GetValueOrDefault(mediaId);

    public MediaAsset? FindObject(string bucket, string key) => Find(_byObject.GetValueOrDefault((bucket, key), ""));

    public MediaAsset? FindToken(string clientToken) => Find(_byToken.GetValueOrDefault(clientToken, ""));

    public MediaAsset? FindReference(string referenceId) => Find(_byReference.GetValueOrDefault(referenceId, ""));

    public void Add(MediaAsset asset)
    {
        _assets[asset.MediaId] = asset;
        _byObject[(asset.Bucket, asset.Key)] = asset.MediaId;

        if (asset.ClientToken is { } token)
        {
            _byToken[token] = asset.MediaId;
        }

        if (asset.ReferenceId is { } reference)
        {
            _byReference[reference] = asset.MediaId;
        }
    }

    /// <summary>The same asset, with callbacks sent.</summary>
    public void Change(MediaAsset asset) => _assets[asset.MediaId] = asset;

    /// <summary>What has taken over a name of the asset keeps it.</summary>
    public void Remove(MediaAsset asset)
    {
        _assets.Remove(asset.MediaId);
        Forget(_byObject, (asset.Bucket, asset.Key), asset.MediaId);
        Forget(_byToken, asset.ClientToken, asset.MediaId);
        Forget(_byReference, asset.ReferenceId, asset.MediaId);
    }

    public void Clear()
    {
        _assets.Clear();
        _byObject.Clear();
        _byToken.Clear();
        _byReference.Clear();
    }

    private static void Forget<T>(Dictionary<T, string> index, T? name, string mediaId)
        where T : notnull
    {
        if (name is not null && index.GetValueOrDefault(name) == mediaId)
        {
            index.Remove(name);
        }
    }
}
