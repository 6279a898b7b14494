using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Makes the uploaded object a media asset, however often it is asked to.</summary>
internal sealed class MediaRegistrar(IImsClient ims, ImsRateLimiter pace, Retry retry, ImsOptions settings)
{
    // IMS takes a token of 32 characters; the run's last 32 are as unlike another run's as all 40 are for this purpose.
    private const int ClientTokenLength = 32;

    // "Already registered" and then "unknown" is a race with somebody who registers or deletes; the pair is asked again.
    private const int Tries = 3;

    /// <param name="MediaId">32 hex digits.</param>
    /// <param name="WasKnown">The object had an asset before this run.</param>
    public sealed record Registered(string MediaId, bool WasKnown);

    /// <exception cref="ImsException">IMS will not register the object.</exception>
    public async Task<Registered> RegisterAsync(RunId run, ClaimRecord claim, CancellationToken cancellationToken)
    {
        var request = Request(run, claim);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(request, cancellationToken);
            }
            catch (ImsException gone) when (gone.Status == HttpStatusCode.NotFound && !gone.IsTransient && attempt < Tries)
            {
                // Asked again below.
            }
        }
    }

    /// <summary>The asset's state, as IMS names it.</summary>
    public async Task<string?> StatusAsync(string mediaId, CancellationToken cancellationToken)
    {
        var found = await retry.ExecutePacedAsync(pace, token => ims.GetMediaInfoAsync(new(MediaId: mediaId), token), cancellationToken);
        return found.MediaInfo.MediaBasicInfo?.Status;
    }

    private async Task<Registered> OnceAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return new((await retry.ExecutePacedAsync(pace, token => ims.RegisterMediaInfoAsync(request, token), cancellationToken)).MediaId, WasKnown: false);
        }
        catch (ImsException known) when (known.Status == HttpStatusCode.Conflict)
        {
            // An InputURL stays bound to its first asset, so a new upload of the same key finds that one.
            var found = await retry.ExecutePacedAsync(pace, token => ims.GetMediaInfoAsync(new(InputURL: request.InputURL), token), cancellationToken);
            return new(found.MediaInfo.MediaId, WasKnown: true);
        }
    }

    private RegisterMediaInfoRequest Request(RunId run, ClaimRecord claim)
    {
        var plan = claim.PlanOrDefault;
        return new(
            ObjectUrl.Format(claim.Src, settings.InputUrlForm),
            ClientToken: run.Value[^ClientTokenLength..],
            ReferenceId: run.Value,
            plan.RegisterConfig,
            plan.Media.Title,
            plan.Media.Tags,
            plan.Media.Description,
            plan.Media.CateId,
            plan.Media.UserData,
            plan.Overwrite);
    }
}
