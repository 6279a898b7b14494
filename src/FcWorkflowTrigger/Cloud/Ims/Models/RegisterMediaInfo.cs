using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>IMS RegisterMediaInfo documentation; only the parameters this function sends.</summary>
/// <param name="InputURL">Bound to its asset for life.</param>
/// <param name="ClientToken">32 characters; the same token means the same call.</param>
/// <param name="ReferenceId">6 to 64 of letters, digits, <c>-</c> and <c>_</c>; unique per account.</param>
/// <param name="RegisterConfig">JSON.</param>
/// <param name="Title">At most 128 bytes of UTF-8.</param>
/// <param name="MediaTags">Comma separated.</param>
/// <param name="Description">At most 1,024 bytes of UTF-8.</param>
/// <param name="UserData">JSON of at most 1,024 bytes; it stays with the asset.</param>
/// <param name="Overwrite">True deletes an asset the URL is bound to, and makes a new one; repeated with the same token it is the same call.</param>
internal sealed record RegisterMediaInfoRequest(
    string InputURL,
    string ClientToken,
    string ReferenceId,
    string RegisterConfig,
    string Title,
    string? MediaTags,
    string? Description = null,
    long? CateId = null,
    string? UserData = null,
    bool Overwrite = false)
{
    public KeyValuePair<string, string?>[] Parameters() =>
    [
        new(nameof(InputURL), InputURL),
        new(nameof(ClientToken), ClientToken),
        new(nameof(ReferenceId), ReferenceId),
        new(nameof(RegisterConfig), RegisterConfig),
        new(nameof(Title), Title),
        new(nameof(MediaTags), MediaTags),
        new(nameof(Description), Description),
        new(nameof(CateId), CateId?.ToString(CultureInfo.InvariantCulture)),
        new(nameof(UserData), UserData),
        new(nameof(Overwrite), Overwrite ? "true" : "false"),
    ];
}

internal sealed record RegisterMediaInfoResponse(string MediaId, string? RequestId = null);
