namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>How IMS behaves in one schedule; everything its documentation leaves open is drawn.</summary>
internal sealed record ImsPlan
{
    /// <summary>From acceptance until the list shows a task. Beyond the allowance of the settings, assumption A3 does not hold.</summary>
    public TimeSpan ListLag { get; init; }

    /// <summary>What the list keeps back: beyond nothing, assumption A3 does not hold.</summary>
    public ListFault List { get; init; }

    /// <summary>From registration until the asset is ready.</summary>
    public TimeSpan Preparing { get; init; }

    /// <summary>The chance that an asset cannot be read, because its object is gone or broken: every start on it is refused.</summary>
    public double AssetFailures { get; init; }

    /// <summary>Whether a start on an asset that is not ready is refused.</summary>
    public bool RefusesUnready { get; init; }

    /// <summary>Whether the gateway remembers nonces: the default policy must hold without (A4).</summary>
    public bool RemembersNonces { get; init; } = true;

    /// <summary>Flow control refuses every start until then.</summary>
    public TimeSpan ThrottledFor { get; init; }

    /// <summary>Keys older than this are refused, until a fresh process brings fresh ones; null for never.</summary>
    public TimeSpan? KeysExpireAfter { get; init; }

    /// <summary>The chance that a task's callbacks never come.</summary>
    public double CallbackLoss { get; init; }

    /// <summary>The chance that a callback comes twice.</summary>
    public double CallbackDuplicates { get; init; }

    /// <summary>From a day after its acceptance on, for three hours, IMS says it never heard of a task.</summary>
    public bool LosesSightOfTasks { get; init; }

    /// <summary>Every task succeeds; else some fail and some are canceled.</summary>
    public bool AlwaysSucceeds { get; init; }

    /// <summary>How long a task takes.</summary>
    public TimeSpan ShortestTask { get; init; } = TimeSpan.Zero;

    public TimeSpan LongestTask { get; init; } = TimeSpan.FromMinutes(10);
}
