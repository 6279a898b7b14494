using FcWorkflowTrigger.Cloud.Ims;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>How starts are made.</summary>
/// <param name="Capability">Signs callback URLs.</param>
internal sealed record StartOptions(Uri CallbackBaseUrl, CallbackCapability Capability, ImsOptions Ims)
{
    /// <summary>The queue IMS writes callbacks to; null where it calls the URL.</summary>
    public string? CallbackQueue { get; init; }

    /// <summary>How old a signed date may be before the gateway refuses it: 15 minutes by the document, 31 to be safe.</summary>
    public TimeSpan SignatureWindow { get; init; } = TimeSpan.FromMinutes(31);

    /// <summary>How far the gateway's clock may differ from the clock of the replies that give this process the time.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after its acceptance a task may be missing from IMS's list. Not documented, so a guess on the safe side.</summary>
    public TimeSpan ListLag { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many looks in a row must find nothing.</summary>
    public int EmptyLooks { get; init; } = 2;

    public TimeSpan LooksApart { get; init; } = TimeSpan.FromSeconds(3);

    public StartPolicy Policy { get; init; } = StartPolicy.Resend;

    /// <summary>After so many starts of a run that vanished, an operator decides, under every policy.</summary>
    public int VanishedStarts { get; init; } = 2;

    /// <summary>How long a reply is waited for; well inside lease and function time-out.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many generations one invocation opens before it leaves the run to the next.</summary>
    public int GenerationsAtOnce { get; init; } = 4;

    /// <summary>Wait before the second generation; doubled for each further one, with jitter.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after its first start a run that IMS keeps refusing for now, or whose start cannot be found, is parked.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many runs one object may have within an hour: more are a loop, not uploads.</summary>
    public int RestartsPerHour { get; init; } = 10;
}
