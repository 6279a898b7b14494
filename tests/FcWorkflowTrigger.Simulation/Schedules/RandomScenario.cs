using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Creates a random scenario. Most faults are absent from most scenarios, so that each fault also occurs alone or with few others.</summary>
internal static class RandomScenario
{
    /// <param name="later">Decisions that were added later. They are drawn apart, so that a seed keeps its other decisions.</param>
    public static Scenario Draw(Dice dice, Dice later) => WithMarks(Draw(dice), later);

    private static Scenario Draw(Dice dice)
    {
        var remembers = dice.Roll(0.5);
        var scenario = Draw(dice, remembers);

        // A scenario with a gate needs many sweeps, so few scenarios have one.
        return dice.Below(160) switch
        {
            0 => WithOperator(scenario) with { Uploads = ManyUploads(dice), Ims = UsualPlan(dice, remembers), Budget = new(Concurrent: dice.Pick([1, 2]), Over: Over(dice)) },
            1 => WithOperator(scenario) with { Uploads = ManyUploads(dice), Ims = UsualPlan(dice, remembers), BudgetOfAll = new(dice.Pick([1, 2]), dice.Pick<int?>([null, 1]), Over(dice)) },

            2 => WithOperator(scenario) with { Uploads = ManyUploads(dice), Ims = UsualPlan(dice, remembers), SkipsIdentical = true, OtherBytes = dice.Roll(0.5) ? [1] : [], Policy = StartPolicy.Resend },
            3 or 4 => WithBrokenList(scenario, dice) with { Ims = UsualPlan(dice, remembers) with { List = dice.Pick([ListFault.HidesTasks, ListFault.HidesUserData]), CallbackLoss = dice.Pick([0, 1]) } },
            5 or 6 or 7 => AtTheLimits(scenario, dice),
            8 or 9 => WithOperator(scenario) with { Uploads = ManyUploads(dice), Ims = UsualPlan(dice, remembers), Sidecar = SidecarPolicy.Ignore, Sidecars = [], Replaced = dice.Pick<int[]>([[0], [1], [0, 1], [0, 2], [1, 2, 3]]) },
            10 => WithLifecycle(scenario, dice, remembers),
            11 or 12 or 13 => WithBackfill(scenario, dice, remembers),
            14 or 15 or 16 or 17 or 18 => WithQuiet(scenario, dice, remembers),
            19 or 20 or 21 or 22 => WithCatchUp(scenario, dice, remembers),
            _ => scenario,
        };
    }

    /// <summary>The rules mark objects. In half of these scenarios other bytes come under a key while ends are delivered.</summary>
    private static Scenario WithMarks(Scenario scenario, Dice dice)
    {
        if (!dice.Roll(0.15) || scenario.Lifecycle > TimeSpan.Zero)
        {
            return scenario;
        }

        var marked = scenario with { Marks = true, HasVersionedMedia = dice.Roll(0.3) };

        if (dice.Roll(0.5) || scenario is not { Backfills.Count: 0, Sidecars.Count: 0, SkipsIdentical: false, Replaced.Count: 0, QuietFor: null, CatchUp: null })
        {
            return marked;
        }

        // Bytes that no run is of show best that nothing else takes a wrong mark off.
        var later = TimeSpan.FromMinutes(dice.Pick([1, 5, 5, 5, 45])) + TimeSpan.FromMilliseconds(dice.Below(400));
        var number = scenario.Uploads.Count(upload => upload.At <= later);
        return marked with
        {
            Uploads = [.. scenario.Uploads, (later, dice.Roll(0.8) ? scenario.Uploads[0].Key : "uploads/b.mp4")],
            OtherBytes = [number],
            Silent = dice.Roll(0.5) ? [number] : [],
        };
    }

    /// <summary>The bucket's lifecycle deletes records of runs that are parked, go on, or come again.</summary>
    private static Scenario WithLifecycle(Scenario scenario, Dice dice, bool remembers) => WithOperator(scenario) with
    {
        Uploads = [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.FromDays(dice.Below(125)), dice.Roll(0.7) ? "uploads/a.mp4" : "uploads/b.mp4"), (TimeSpan.FromDays(125), "uploads/a.mp4")],
        Sidecar = SidecarPolicy.Ignore,
        Sidecars = [],
        SkipsIdentical = dice.Roll(0.3),
        Budget = dice.Roll(0.3) ? new(RunsPerDay: 5, Concurrent: 2) : null,
        HasOutcomeReceiver = dice.Roll(0.5),
        Faults = scenario.Faults with { StartFaultChance = dice.Pick([0, 0.5]) },
        Ims = UsualPlan(dice, remembers) with { ShortestTask = TimeSpan.FromHours(1), LongestTask = dice.Pick<TimeSpan>([TimeSpan.FromHours(3), TimeSpan.FromDays(3)]) },
        LateEvents = 0,
        Resumes = [TimeSpan.FromDays(100 + dice.Below(22)) + TimeSpan.FromMinutes(dice.Below(1440))],
        Redeliveries = dice.Roll(0.5) ? [TimeSpan.FromDays(100 + dice.Below(19))] : [],
        Lifecycle = TimeSpan.FromDays(260),
    };

    /// <summary>An operator backfills objects whose events are late, come at the same moment, or never come.</summary>
    private static Scenario WithBackfill(Scenario scenario, Dice dice, bool remembers)
    {
        var age = TimeSpan.FromMinutes(dice.Pick([11, 40]));
        var at = age + TimeSpan.FromMilliseconds(dice.Below(300));
        var backfilled = scenario with
        {
            Uploads = dice.Pick<(TimeSpan At, string Key)[]>(
                [
                    [(TimeSpan.Zero, "uploads/a.mp4")],
                    [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.Zero, "uploads/b.mp4")],
                    [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.FromMinutes(20), "uploads/a.mp4")],
                ]),
            Ims = UsualPlan(dice, remembers),
            Sidecar = SidecarPolicy.Ignore,
            Sidecars = [],
            SkipsIdentical = dice.Roll(0.1),
            Budget = dice.Roll(0.1) ? new(Concurrent: 1) : null,
            Silent = dice.Roll(0.3) ? [0] : [],
            EventDelay = dice.Pick<TimeSpan?>([null, age, age, TimeSpan.FromHours(3)]),
            LateEvents = 0.5,
            Backfills = [at, at + TimeSpan.FromMilliseconds(dice.Below(500)), TimeSpan.FromHours(26)],
            OperatorCommands = dice.Pick([0, 0.3]),
        };

        return backfilled is { SkipsIdentical: true } or { Budget: not null } ? WithOperator(backfilled) : backfilled;
    }

    /// <summary>A file is written several times in a row, within its quiet and beyond it.</summary>
    private static Scenario WithQuiet(Scenario scenario, Dice dice, bool remembers)
    {
        var quiet = TimeSpan.FromSeconds(dice.Pick([5, 30, 600]));
        var uploads = new (TimeSpan At, string Key)[dice.Pick([2, 3, 4, 5])];
        var at = TimeSpan.Zero;

        for (var number = 0; number < uploads.Length; number++)
        {
            uploads[number] = (at, dice.Roll(0.85) ? "uploads/a.mp4" : "uploads/b.mp4");
            at += dice.Roll(0.2) ? TimeSpan.FromMilliseconds(dice.Below(2000)) : dice.Between(TimeSpan.Zero, quiet * 1.6);
        }

        var written = scenario with
        {
            Uploads = uploads,
            QuietFor = quiet,
            OtherBytes = [.. Enumerable.Range(0, uploads.Length).Where(_ => dice.Roll(0.5))],
            EventClockError = dice.Pick<TimeSpan>([TimeSpan.Zero, TimeSpan.FromMilliseconds(800)]),
            Ims = UsualPlan(dice, remembers),
            HasCollector = false,
            LateEvents = dice.Pick([0, 0.3]),
            Silent = dice.Roll(0.1) ? [dice.Below(uploads.Length)] : [],
            Deletes = dice.Roll(0.1) ? [dice.Between(TimeSpan.Zero, at * 2)] : [],
            Backfills = dice.Roll(0.15) ? [TimeSpan.FromMinutes(12), TimeSpan.FromHours(26)] : [],
            SkipsIdentical = dice.Roll(0.15),
            Budget = dice.Roll(0.15) ? new(Concurrent: 1) : null,
        };

        written = written.Deletes.Count > 0 ? written with { Backfills = [] } : written;
        return written is { SkipsIdentical: true } or { Budget: not null } ? WithOperator(written) with { Policy = StartPolicy.Resend, Backfills = [], Redrives = [] } : written;
    }

    /// <summary>Function Compute drops events for good, and sweeps look for their objects, while other events are late or come at the same moment.</summary>
    private static Scenario WithCatchUp(Scenario scenario, Dice dice, bool remembers)
    {
        var caughtUp = scenario with
        {
            Uploads = dice.Pick<(TimeSpan At, string Key)[]>(
                [
                    [(TimeSpan.Zero, "uploads/a.mp4")],
                    [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.Zero, "uploads/b.mp4"), (TimeSpan.FromMinutes(50), "uploads/c.mp4")],
                    [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.FromMinutes(20), "uploads/a.mp4")],
                ]),
            Ims = UsualPlan(dice, remembers),
            Sidecar = SidecarPolicy.Ignore,
            Sidecars = [],
            SkipsIdentical = dice.Roll(0.1),
            Budget = dice.Roll(0.1) ? new(Concurrent: 1) : null,
            OtherBytes = dice.Roll(0.5) ? [1] : [],
            Silent = dice.Pick<int[]>([[0], [0, 1], [1, 2], []]),
            EventDelay = dice.Pick<TimeSpan?>([null, TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(15), TimeSpan.FromHours(3)]),
            LateEvents = 0.5,
            CatchUp = dice.Pick<TimeSpan>([TimeSpan.FromHours(2), TimeSpan.FromDays(1), TimeSpan.FromDays(1)]),
            Slow = dice.Roll(0.3) ? [0] : [],
            RefusedLooks = dice.Pick([0, 0, 1, 2]),
            OverlappingSweeps = dice.Pick([0, 0.5]),
            OperatorCommands = dice.Pick([0, 0.3]),
        };

        // Of an object that is dated half an hour too early, and the same bytes uploaded again, nobody can tell whose event came late (docs/guarantees.md).
        if (caughtUp.Uploads.DistinctBy(upload => upload.Key).Count() < caughtUp.Uploads.Count)
        {
            caughtUp = caughtUp with { Slow = [] };
        }

        return caughtUp is { SkipsIdentical: true } or { Budget: not null } ? WithOperator(caughtUp) : caughtUp;
    }

    /// <summary>Every allowance is used up: the last moment at which the gateway accepts a start, the longest list lag, the longest pause, a sweep at the first moment that is certain.</summary>
    private static Scenario AtTheLimits(Scenario scenario, Dice dice)
    {
        var last = SimulatedDeployment.Configured.SignatureWindow + SimulatedDeployment.Configured.ClockSkew;
        return scenario with
        {
            Uploads = [(TimeSpan.Zero, "uploads/a.mp4")],
            Policy = StartPolicy.Resend,
            Sidecar = SidecarPolicy.Ignore,
            Sidecars = [],
            Ims = new()
            {
                SignatureWindow = SimulatedDeployment.Configured.SignatureWindow,
                ClockSkew = -SimulatedDeployment.Configured.ClockSkew,
                ListLag = SimulatedDeployment.Configured.ListLag,
                RemembersNonces = dice.Roll(0.5),
                CallbackLoss = dice.Pick([0.5, 1]),
                LongestTask = TimeSpan.FromHours(3),
            },
            Faults = scenario.Faults with
            {
                StartFaultChance = 0.9,
                DoublesStarts = false,
                Delays = [last - TimeSpan.FromMinutes(1), last - TimeSpan.FromSeconds(20), last - TimeSpan.FromSeconds(2)],
                Pauses = 100,
                PauseChance = 0,
                LookPauseChance = 0.3,
                PauseLengths = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100)],
            },
            SweepsEvery = TimeSpan.FromMinutes(1),
        };
    }

    // Without an operator who decides about a run that is parked with an unknown start, the runs behind it would wait for ever.
    private static Scenario WithOperator(Scenario scenario) => scenario with { OperatorCommands = 0.3 };

    /// <summary>Most starts are lost, and IMS's list does not show them.</summary>
    private static Scenario WithBrokenList(Scenario scenario, Dice dice) => scenario with
    {
        Policy = StartPolicy.Resend,
        Faults = scenario.Faults with { StartFaultChance = 0.9 },
        OperatorCommands = dice.Pick([0, 0.3]),
    };

    private static string Over(Dice dice) => dice.Roll(0.7) ? RuleChoices.Wait : RuleChoices.Refuse;

    /// <summary>More uploads than can run at once. In half of the scenarios all come at the same time.</summary>
    private static (TimeSpan At, string Key)[] ManyUploads(Dice dice)
    {
        var (atOnce, uploads) = (dice.Roll(0.5), new (TimeSpan At, string Key)[dice.Pick([2, 3, 4])]);

        for (var number = 0; number < uploads.Length; number++)
        {
            uploads[number] = (atOnce ? TimeSpan.Zero : TimeSpan.FromSeconds(dice.Below(600)), dice.Pick<string>(["uploads/a.mp4", "uploads/a.mp4", "uploads/b.mp4"]));
        }

        return uploads;
    }

    private static Scenario Draw(Dice dice, bool remembers) => WithResends(WithSidecars(Plain(dice, remembers), dice), dice);

    private static Scenario WithResends(Scenario scenario, Dice dice) => scenario.HasOutcomeReceiver ? scenario with { ResendsAtSweeps = Sometimes(dice, 0.5) } : scenario;

    private static Scenario Plain(Dice dice, bool remembers) => new(Uploads(dice))
    {
        Ledger = dice.Roll(0.5) ? LedgerMode.Slots : LedgerMode.Append,
        Policy = dice.Roll(0.8) ? StartPolicy.Resend : StartPolicy.Park,
        Ims = Ims(dice, remembers),
        Faults = new(
            dice.Pick([0, 0.01, 0.05]),
            dice.Pick([0, 0.1, 0.5]),
            dice.Pick([0, 0, 1, 3]),
            dice.Pick([0.02, 0.05]),
            dice.Pick([0, 0, 1, 2]),
            0.05)
        {
            DoublesStarts = remembers,
        },
        DuplicateEvents = Sometimes(dice, 0.5),
        LateEvents = Sometimes(dice, 0.2),
        Forgeries = Sometimes(dice, 0.5),
        OverlappingSweeps = Sometimes(dice, 0.2),
        RotatesSecrets = dice.Roll(0.15),
        HasOutcomeReceiver = dice.Roll(0.07),
        HasCollector = dice.Roll(0.07),
        HasSilentCollector = dice.Roll(0.2),
        OperatorCommands = dice.Pick([0, 0, 0, 0.3]),
        Reclaims = Sometimes(dice, 0.3),
        Redrives = dice.Roll(0.1) ? [TimeSpan.FromHours(dice.Pick([1, 6, 20])), TimeSpan.FromHours(30)] : [],
        LargestSkew = dice.Pick<TimeSpan>([TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5)]),
    };

    private static double Sometimes(Dice dice, double chance) => dice.Roll(0.5) ? 0 : chance;

    private static (TimeSpan At, string Key)[] Uploads(Dice dice)
    {
        var uploads = new (TimeSpan At, string Key)[dice.Pick([1, 1, 1, 1, 2])];

        for (var number = 0; number < uploads.Length; number++)
        {
            uploads[number] = (TimeSpan.FromSeconds(dice.Below(120)), dice.Roll(0.6) ? "uploads/a.mp4" : "uploads/b.mp4");
        }

        return uploads;
    }

    private static Scenario WithSidecars(Scenario scenario, Dice dice) => dice.Below(300) switch
    {
        // Each of these scenarios needs a day of sweeps.
        0 => scenario with { Sidecar = SidecarPolicy.Require },
        < 12 => scenario with { Sidecar = SidecarPolicy.Require, Sidecars = SidecarsFor(scenario, dice) },
        < 24 => scenario with { Sidecar = "wait 20", Sidecars = SidecarsFor(scenario, dice) },
        < 30 => scenario with { Sidecar = "wait 20" },
        _ => scenario,
    };

    // A sidecar can come before or after its upload, and one sidecar is enough for two uploads of a key.
    private static (TimeSpan At, string Key)[] SidecarsFor(Scenario scenario, Dice dice) =>
    [
        .. scenario.Uploads.Select(upload => upload.Key).Distinct().Select(key =>
            (dice.Pick<TimeSpan>([TimeSpan.Zero, TimeSpan.FromSeconds(dice.Below(120)), TimeSpan.FromMinutes(10), TimeSpan.FromHours(3)]), key)),
    ];

    private static ImsPlan Ims(Dice dice, bool remembers) => dice.Below(600) switch
    {
        // A long scenario costs as much time as a hundred short ones, so few scenarios are long.
        0 => new() { HidesOldTasks = true, ShortestTask = TimeSpan.FromHours(30), LongestTask = TimeSpan.FromHours(30), RemembersNonces = remembers },
        1 => new() { ThrottledFor = TimeSpan.FromHours(27), RemembersNonces = remembers },
        _ => UsualPlan(dice, remembers),
    };

    private static ImsPlan UsualPlan(Dice dice, bool remembers) => new()
    {
        SignatureWindow = dice.Between(TimeSpan.FromMinutes(5), SimulatedDeployment.Configured.SignatureWindow),
        ClockSkew = dice.Between(-SimulatedDeployment.Configured.ClockSkew, SimulatedDeployment.Configured.ClockSkew),
        ListLag = dice.Pick<TimeSpan>([TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120), TimeSpan.FromMinutes(20)]),
        Preparing = dice.Pick<TimeSpan>([TimeSpan.Zero, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10)]),
        RefusesUnready = dice.Roll(0.15),
        RemembersNonces = remembers,
        AssetFailures = dice.Roll(0.1) ? 0.5 : 0,
        ThrottledFor = dice.Roll(0.9) ? TimeSpan.Zero : dice.Pick<TimeSpan>([TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(20)]),
        KeysExpireAfter = dice.Roll(0.02) ? TimeSpan.FromSeconds(20) : null,
        CallbackLoss = dice.Pick([0, 0, 0.5, 1]),
        CallbackDuplicates = dice.Pick([0, 0.5]),
        LongestTask = dice.Pick<TimeSpan>([TimeSpan.Zero, TimeSpan.FromMinutes(5), TimeSpan.FromHours(3)]),
    };
}
