using System.Text.Json;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The open multipart uploads.</summary>
internal sealed class MultipartUploads
{
    private const string UploadKind = "oss-uploads";
    private const string PartKind = "oss-parts";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredUpload> _uploads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, StoredPart>> _parts = new(StringComparer.Ordinal);
    private readonly DataFolder _data;

    public MultipartUploads(DataFolder data)
    {
        _data = data;

        foreach (var upload in data.ReadAll(UploadKind, json => JsonSerializer.Deserialize(json, OssJson.Default.StoredUpload)))
        {
            (_uploads[upload.Id], _parts[upload.Id]) = (upload, []);
        }

        foreach (var part in data.ReadAll(PartKind, json => JsonSerializer.Deserialize(json, OssJson.Default.StoredPart)))
        {
            if (_parts.TryGetValue(part.UploadId, out var parts))
            {
                parts[part.Number] = part;
            }
        }
    }

    public void Begin(StoredUpload upload)
    {
        lock (_gate)
        {
            _data.Write(UploadKind, upload.Id, JsonSerializer.SerializeToUtf8Bytes(upload, OssJson.Default.StoredUpload));
            (_uploads[upload.Id], _parts[upload.Id]) = (upload, []);
        }
    }

    /// <summary>The open uploads of a bucket, in order of key and then of their begin.</summary>
    public IReadOnlyList<StoredUpload> In(string bucket)
    {
        lock (_gate)
        {
            return
            [
                .. _uploads.Values
                    .Where(upload => upload.Whole.Bucket == bucket)
                    .OrderBy(upload => upload.Whole.Key, StringComparer.Ordinal)
                    .ThenBy(upload => upload.Initiated)
                    .ThenBy(upload => upload.Id, StringComparer.Ordinal),
            ];
        }
    }

    public StoredUpload? Find(string id)
    {
        lock (_gate)
        {
            return _uploads.GetValueOrDefault(id);
        }
    }

    /// <summary>In order of their numbers; empty when there is no such upload.</summary>
    public IReadOnlyList<StoredPart> Parts(string id)
    {
        lock (_gate)
        {
            return _parts.TryGetValue(id, out var parts) ? [.. parts.Values] : [];
        }
    }

    /// <summary>Stores a part. It replaces an earlier part with the same number.</summary>
    /// <exception cref="OssError">The upload has ended in the meantime.</exception>
    public void Put(StoredPart part)
    {
        lock (_gate)
        {
            var parts = _parts.GetValueOrDefault(part.UploadId) ?? throw OssError.NoSuchUpload();
            _data.Write(PartKind, part.FileName, JsonSerializer.SerializeToUtf8Bytes(part, OssJson.Default.StoredPart));
            parts[part.Number] = part;
        }
    }

    public void End(string id)
    {
        lock (_gate)
        {
            foreach (var part in Parts(id))
            {
                _data.Delete(PartKind, part.FileName);
                _parts[id].Remove(part.Number);
            }

            _data.Delete(UploadKind, id);
            _uploads.Remove(id);
            _parts.Remove(id);
        }
    }
}
