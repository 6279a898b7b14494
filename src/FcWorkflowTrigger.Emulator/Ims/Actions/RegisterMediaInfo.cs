using System.Globalization;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>IMS RegisterMediaInfo: returns the id at once, and the asset is ready later. One InputURL can be registered once.</summary>
internal static class RegisterMediaInfo
{
    public static JsonObject Perform(ImsCall call, ImsContext ims)
    {
        RegistrationLimits.Require(call);
        var asset = Asset(call, ims);
        var registered = ims.State.Register(asset, known => Check(asset, known, call.Flag("Overwrite")));

        if (ReferenceEquals(registered, asset))
        {
            ims.Assets.Watch(asset);
        }

        return new() { ["MediaId"] = registered.MediaId };
    }

    private static MediaAsset Asset(ImsCall call, ImsContext ims)
    {
        var url = call.Required("InputURL");
        var location = ObjectLocation.Parse(url) ?? throw ImsError.Invalid("InputURL");
        var now = ims.Clock.GetUtcNow();

        return new(
            ImsFormat.NewId(),
            url,
            location.Bucket,
            location.Key,
            call["Title"] ?? ImsFormat.Time(now),
            call["ReferenceId"],
            call["UserData"],
            ims.ObjectExists(location.Bucket, location.Key),
            now,
            now + ims.Timings.Preparing)
        {
            MediaType = call["MediaType"] ?? MediaTypes.Detect(location.Key),
            BusinessType = call["BusinessType"],
            Description = call["Description"],
            MediaTags = call["MediaTags"],
            CoverURL = call["CoverURL"],
            CateId = call["CateId"] is { } category ? long.Parse(category, CultureInfo.InvariantCulture) : null,
            ClientToken = call["ClientToken"],
            Parameters = call.Parameters,
        };
    }

    private static Registration Check(MediaAsset asset, AssetIndex known, bool overwrite)
    {
        if (asset.ClientToken is { } token && known.FindToken(token) is { } earlier)
        {
            return earlier.Parameters == asset.Parameters ? new(earlier, null) : throw ImsError.Invalid("ClientToken");
        }

        var same = known.FindObject(asset.Bucket, asset.Key);

        if (same is not null && !overwrite)
        {
            throw new ImsError(409, "MediaAlreadyExist", $"code: 409, The media with the given inputUrl {asset.InputURL} already exists.");
        }

        return asset.ReferenceId is { } reference && known.FindReference(reference) is { } other && other != same
            ? throw ImsError.Invalid("ReferenceId")
            : new(null, same);
    }
}
