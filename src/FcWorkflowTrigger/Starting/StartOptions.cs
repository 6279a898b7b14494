using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Starting;

/// <summary>How starts are made.</summary>
/// <param name="Capability">Signs callback URLs.</param>
internal sealed record StartOptions(Uri CallbackBaseUrl, CallbackCapability Capability, ImsSettings Ims)
{
    /// <summary>How old a signed date may be before the gateway refuses it: 15 minutes by the document, 31 to be safe.</summary>
    public TimeSpan SignatureWindow { get; init; } = TimeSpan.FromMinutes(31);

    /// <summary>How long a reply is waited for; well inside lease and function time-out.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to the function's time-out, it makes the lease of a claim.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many generations one invocation opens before it leaves the run to the next.</summary>
    public int GenerationsAtOnce { get; init; } = 4;

    /// <summary>Wait before the second generation; doubled for each further one, with jitter.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);
}
