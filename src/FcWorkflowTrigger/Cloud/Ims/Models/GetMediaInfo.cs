namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>IMS GetMediaInfo documentation. One of the two; MediaId wins.</summary>
internal sealed record GetMediaInfoRequest(string? MediaId = null, string? InputURL = null)
{
    public KeyValuePair<string, string?>[] Parameters() => [new(nameof(MediaId), MediaId), new(nameof(InputURL), InputURL)];
}

internal sealed record GetMediaInfoResponse(MediaInfo MediaInfo, string? RequestId = null);

internal sealed record MediaInfo(string MediaId, MediaBasicInfo? MediaBasicInfo = null);

/// <param name="Status"><c>Preparing</c>, <c>Normal</c> (ready), <c>PrepareFail</c>, …</param>
internal sealed record MediaBasicInfo(string? Status = null);
