using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>What is known after one StartWorkflow was sent.</summary>
internal abstract record StartVerdict
{
    private StartVerdict() { }

    /// <summary>IMS runs the task.</summary>
    public sealed record Accepted(string TaskId, string? RequestId) : StartVerdict;

    /// <summary>For certain nothing was started.</summary>
    /// <param name="MayWorkLater">False when only a person can change the answer.</param>
    public sealed record Refused(string Code, string? RequestId, bool MayWorkLater, TimeSpan? RetryAfter = null) : StartVerdict
    {
        /// <summary>The refusal itself; null when the request never left.</summary>
        public ImsException? Failure { get; init; }

        /// <summary>The asset is still being prepared, which may be the whole reason.</summary>
        public bool AssetNotReady { get; init; }
    }

    /// <summary>IMS may have started a task; only IMS's list can show it.</summary>
    public sealed record Unknown(string Why) : StartVerdict;

    /// <summary>Judges a failure. A failure that may have started a task counts as unknown.</summary>
    public static StartVerdict From(Exception failure) => failure switch
    {
        ImsException { MayHaveTakenEffect: true } ims => new Unknown(ims.Code),
        ImsException ims => new Refused(ims.Code, ims.RequestId, ims.IsTransient, ims.RetryAfter) { Failure = ims },
        _ when HttpFailure.NothingWasSent(failure) => new Refused("NotConnected", null, MayWorkLater: true),
        _ => new Unknown(failure.GetType().Name),
    };
}
