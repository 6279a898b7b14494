using System.Net;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Starting;

/// <summary>Makes the uploaded object a media asset, however often it is asked to.</summary>
internal sealed class MediaRegistration(IImsClient ims, Retry retry, ImsSettings settings)
{
    // IMS takes a token of 32 characters; the run's first 32 are as unlike another run's as all 40 are for this purpose.
    private const int ClientTokenLength = 32;

    /// <returns>The asset's MediaId, 32 hex digits.</returns>
    /// <exception cref="ImsException">IMS will not register the object.</exception>
    public async Task<string> RegisterAsync(RunId run, ClaimRecord claim, CancellationToken cancellationToken)
    {
        var url = ObjectUrl.Of(claim.Src.ToUpload(), settings.InputUrlForm);
        var plan = claim.PlanOrDefault;
        var request = new RegisterMediaInfoRequest(
            url,
            ClientToken: run.Value[^ClientTokenLength..],
            ReferenceId: run.Value,
            plan.RegisterConfig,
            plan.Media.Title,
            plan.Media.Tags,
            plan.Media.Description,
            plan.Media.CateId,
            plan.Media.UserData,
            plan.Overwrite);

        try
        {
            return (await retry.ExecuteAsync(token => ims.RegisterMediaInfoAsync(request, token), cancellationToken)).MediaId;
        }
        catch (ImsException known) when (known.Status == HttpStatusCode.Conflict)
        {
            // An InputURL stays bound to its first asset, so a new upload of the same key finds that one.
            var found = await retry.ExecuteAsync(token => ims.GetMediaInfoAsync(new(InputURL: url), token), cancellationToken);
            return found.MediaInfo.MediaId;
        }
    }

    /// <summary>The asset's state, as IMS names it.</summary>
    public async Task<string?> StatusAsync(string mediaId, CancellationToken cancellationToken)
    {
        var found = await retry.ExecuteAsync(token => ims.GetMediaInfoAsync(new(MediaId: mediaId), token), cancellationToken);
        return found.MediaInfo.MediaBasicInfo?.Status;
    }
}
