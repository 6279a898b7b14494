using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Ims.Models;

/// <summary>Parameters of RegisterMediaInfo (IMS documentation, "RegisterMediaInfo"): only those that this program sends.</summary>
/// <param name="InputURL">The address of the object. IMS binds it to its asset for the life of the asset.</param>
/// <param name="ClientToken">32 characters. IMS takes two calls with the same token for one call.</param>
/// <param name="ReferenceId">6 to 64 letters, digits, <c>-</c> and <c>_</c>; unique in the account.</param>
/// <param name="RegisterConfig">JSON.</param>
/// <param name="Title">At most 128 bytes of UTF-8.</param>
/// <param name="MediaTags">Comma separated.</param>
/// <param name="Description">At most 1,024 bytes of UTF-8.</param>
/// <param name="UserData">JSON of at most 1,024 bytes, which IMS keeps with the asset.</param>
/// <param name="Overwrite">True lets IMS delete the asset that the URL is bound to and make a new one. A repetition with the same token deletes nothing more.</param>
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
