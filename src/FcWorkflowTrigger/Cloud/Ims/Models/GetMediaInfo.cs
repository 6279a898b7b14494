namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>Parameters of GetMediaInfo (IMS documentation, "GetMediaInfo"): one of the two is enough. IMS prefers MediaId.</summary>
internal sealed record GetMediaInfoRequest(string? MediaId = null, string? InputURL = null)
{
    public KeyValuePair<string, string?>[] Parameters() => [new(nameof(MediaId), MediaId), new(nameof(InputURL), InputURL)];
}

internal sealed record GetMediaInfoResponse(MediaInfo MediaInfo, string? RequestId = null);

internal sealed record MediaInfo(string MediaId, MediaBasicInfo? MediaBasicInfo = null);

/// <param name="Status"><c>Preparing</c>, <c>Normal</c> (ready), <c>PrepareFail</c>, …</param>
internal sealed record MediaBasicInfo(string? Status = null);
