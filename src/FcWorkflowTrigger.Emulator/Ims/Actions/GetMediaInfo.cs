using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>IMS GetMediaInfo: by MediaId, else by InputURL.</summary>
internal static class GetMediaInfo
{
    public static JsonObject Perform(ImsCall call, ImsContext ims)
    {
        var asset = Find(call, ims);
        var status = asset.StatusAt(ims.Clock.GetUtcNow());
        var info = new JsonObject
        {
            ["MediaId"] = asset.MediaId,
            ["MediaBasicInfo"] = new JsonObject
            {
                ["MediaId"] = asset.MediaId,
                ["InputURL"] = asset.InputURL,
                ["MediaType"] = asset.MediaType,
                ["BusinessType"] = asset.BusinessType,
                ["Title"] = asset.Title,
                ["Description"] = asset.Description,
                ["MediaTags"] = asset.MediaTags,
                ["CoverURL"] = asset.CoverURL,
                ["Source"] = "oss",
                ["Biz"] = "ICE",
                ["Status"] = status,
                ["ReferenceId"] = asset.ReferenceId,
                ["UserData"] = asset.UserData,
                ["CreateTime"] = ImsFormat.Time(asset.CreateTime),
                ["ModifiedTime"] = ImsFormat.Time(asset.CreateTime),
            },
        };

        if (asset.CateId is { } category)
        {
            info["MediaBasicInfo"]!["CateId"] = category;
        }

        if (status == "Normal")
        {
            info["FileInfoList"] = new JsonArray(new JsonObject { ["FileBasicInfo"] = FileInfo(asset) });
        }

        return new() { ["MediaInfo"] = info };
    }

    private static JsonObject FileInfo(MediaAsset asset) => new()
    {
        ["FileName"] = asset.Key[(asset.Key.LastIndexOf('/') + 1)..],
        ["FileStatus"] = "Normal",
        ["FileType"] = "source_file",
        ["FileUrl"] = asset.InputURL,
    };

    private static MediaAsset Find(ImsCall call, ImsContext ims)
    {
        if (call["MediaId"] is { } id)
        {
            return ims.State.FindAsset(id) ?? throw ImsError.Invalid("MediaId");
        }

        var location = ObjectLocation.Parse(call.Required("InputURL")) ?? throw ImsError.Invalid("InputURL");
        return ims.State.FindAsset(location)
            ?? throw new ImsError(404, "NoMatchedInputUrl", "No media matches the given inputUrl.");
    }
}
