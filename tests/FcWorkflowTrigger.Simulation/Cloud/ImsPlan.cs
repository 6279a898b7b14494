namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>How IMS behaves in one schedule. The scenario chooses at random what the documentation of IMS leaves open.</summary>
internal sealed record ImsPlan
{
    /// <summary>How old the date of a request may be. If it is older than the settings allow for, assumption A2 does not hold.</summary>
    public TimeSpan SignatureWindow { get; init; } = TimeSpan.FromMinutes(31);

    /// <summary>How far the clock of IMS is ahead of the clock of OSS, from which the processes learn the time. If it is further than the settings allow for, assumption A2 does not hold.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>The time from the acceptance of a task until the list shows it. If it is longer than the settings allow, assumption A3 does not hold.</summary>
    public TimeSpan ListLag { get; init; }

    /// <summary>What IMS's list hides. If it hides anything, assumption A3 does not hold.</summary>
    public ListFault List { get; init; }

    /// <summary>The time from the registration until the asset is ready.</summary>
    public TimeSpan Preparing { get; init; }

    /// <summary>The chance that IMS cannot read an asset, because its object is gone or broken. IMS then refuses every start with this asset.</summary>
    public double AssetFailures { get; init; }

    /// <summary>Whether IMS refuses a start with an asset that is not ready.</summary>
    public bool RefusesUnready { get; init; }

    /// <summary>Whether the gateway remembers nonces. The default policy must also hold when it does not (A4).</summary>
    public bool RemembersNonces { get; init; } = true;

    /// <summary>Flow control refuses every start for this time.</summary>
    public TimeSpan ThrottledFor { get; init; }

    /// <summary>IMS refuses access keys older than this, until a new process brings new keys. Null: keys never expire.</summary>
    public TimeSpan? KeysExpireAfter { get; init; }

    /// <summary>The chance that the callbacks of a task never come.</summary>
    public double CallbackLoss { get; init; }

    /// <summary>The chance that a callback comes twice.</summary>
    public double CallbackDuplicates { get; init; }

    /// <summary>IMS answers "not found" for a task from 24 to 27 hours after its acceptance.</summary>
    public bool HidesOldTasks { get; init; }

    /// <summary>Every task succeeds. If false, some tasks fail and some are canceled.</summary>
    public bool AlwaysSucceeds { get; init; }

    /// <summary>The first task fails, and all others succeed.</summary>
    public bool FirstFails { get; init; }

    /// <summary>The shortest time that a task takes.</summary>
    public TimeSpan ShortestTask { get; init; } = TimeSpan.Zero;

    public TimeSpan LongestTask { get; init; } = TimeSpan.FromMinutes(10);
}
