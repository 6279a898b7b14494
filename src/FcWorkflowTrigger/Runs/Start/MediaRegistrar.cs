using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Registers the uploaded object as a media asset. Idempotent.</summary>
internal sealed class MediaRegistrar(IImsClient ims, ImsRateLimiter limiter, Retry retry, ImsOptions settings)
{
    // IMS accepts a token of 32 characters. The last 32 characters of the run's id are unique enough for this purpose.
    private const int ClientTokenLength = 32;

    // If IMS answers "already registered" and then "unknown", another caller is deleting the asset. Then both calls are made again.
    private const int MaxAttempts = 3;

    /// <param name="MediaId">32 hex digits.</param>
    /// <param name="WasRegistered">True when the object had an asset before this run.</param>
    public sealed record Registered(string MediaId, bool WasRegistered);

    /// <exception cref="ImsException">IMS will not register the object.</exception>
    public async Task<Registered> RegisterAsync(RunId run, ClaimRecord claim, CancellationToken cancellationToken)
    {
        // A person named the asset, so there is nothing to register.
        if (claim.Src.Media is { } known)
        {
            return new(known, WasRegistered: false);
        }

        var request = CreateRequest(run, claim);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RegisterOrFindAsync(request, cancellationToken);
            }
            catch (ImsException gone) when (gone.Status == HttpStatusCode.NotFound && !gone.IsTransient && attempt < MaxAttempts)
            {
                // Both calls are made again.
            }
        }
    }

    /// <summary>Reads the state of the asset, as IMS names it.</summary>
    public async Task<string?> ReadStatusAsync(string mediaId, CancellationToken cancellationToken)
    {
        var found = await retry.ExecuteRateLimitedAsync(limiter, token => ims.GetMediaInfoAsync(new(MediaId: mediaId), token), cancellationToken);
        return found.MediaInfo.MediaBasicInfo?.Status;
    }

    private async Task<Registered> RegisterOrFindAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return new((await retry.ExecuteRateLimitedAsync(limiter, token => ims.RegisterMediaInfoAsync(request, token), cancellationToken)).MediaId, WasRegistered: false);
        }
        catch (ImsException known) when (known.Status == HttpStatusCode.Conflict)
        {
            // An InputURL stays bound to its first asset, so a new upload of the same key finds that one.
            var found = await retry.ExecuteRateLimitedAsync(limiter, token => ims.GetMediaInfoAsync(new(InputURL: request.InputURL), token), cancellationToken);
            return new(found.MediaInfo.MediaId, WasRegistered: true);
        }
    }

    private RegisterMediaInfoRequest CreateRequest(RunId run, ClaimRecord claim)
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
