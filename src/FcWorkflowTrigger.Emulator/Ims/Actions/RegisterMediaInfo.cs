using System.Buffers;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>IMS RegisterMediaInfo: the id at once, the asset ready later; an InputURL registers once.</summary>
internal static class RegisterMediaInfo
{
    private static readonly SearchValues<char> ReferenceCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static JsonObject Perform(ImsCall call, ImsContext ims)
    {
        var asset = Asset(call, ims);
        var token = call["ClientToken"];

        if (token is { Length: not 32 })
        {
            throw ImsError.Invalid("ClientToken");
        }

        if (token is not null && ims.Tokens.TryGetValue(token, out var earlier))
        {
            return earlier.InputURL == asset.InputURL ? Reply(earlier.MediaId) : throw ImsError.Invalid("ClientToken");
        }

        ims.State.Register(asset, known => Check(asset, known, call.Flag("Overwrite")));

        if (token is not null)
        {
            ims.Tokens[token] = asset;
        }

        return Reply(asset.MediaId);
    }

    private static MediaAsset Asset(ImsCall call, ImsContext ims)
    {
        var url = call.Required("InputURL");
        var location = ObjectLocation.Parse(url) ?? throw ImsError.Invalid("InputURL");
        var reference = call["ReferenceId"];

        if (reference is not null && (reference.Length is < 6 or > 64 || reference.AsSpan().ContainsAnyExcept(ReferenceCharacters)))
        {
            throw ImsError.Invalid("ReferenceId");
        }

        if (call["MediaTags"]?.Split(',').Length > 16)
        {
            throw ImsError.Invalid("MediaTags");
        }

        _ = call.Limited("Description", 1024);
        var now = ims.Clock.GetUtcNow();
        return new(
            ImsFormat.NewId(),
            url,
            location.Bucket,
            location.Key,
            call.Limited("Title", 128) ?? ImsFormat.Time(now),
            reference,
            call.Limited("UserData", 1024),
            ims.ObjectExists(location.Bucket, location.Key),
            now,
            now + ims.Timings.Preparing);
    }

    private static MediaAsset? Check(MediaAsset asset, IReadOnlyCollection<MediaAsset> known, bool overwrite)
    {
        var same = known.FirstOrDefault(other => (other.Bucket, other.Key) == (asset.Bucket, asset.Key));

        if (same is not null && !overwrite)
        {
            throw new ImsError(409, "MediaAlreadyExist", $"code: 409, The media with the given inputUrl {asset.InputURL} already exists.");
        }

        return asset.ReferenceId is not null && known.Any(other => other != same && other.ReferenceId == asset.ReferenceId)
            ? throw ImsError.Invalid("ReferenceId")
            : same;
    }

    private static JsonObject Reply(string mediaId) => new() { ["MediaId"] = mediaId };
}
