using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>One story to be told: what is uploaded, how its events come, and what may go wrong.</summary>
/// <param name="Uploads">When each happens, and of which of the keys.</param>
internal sealed record Scenario(IReadOnlyList<(TimeSpan At, string Key)> Uploads)
{
    public LedgerMode Ledger { get; init; } = LedgerMode.Slots;

    public StartPolicy Policy { get; init; } = StartPolicy.Resend;

    /// <summary>The rule's budget; null for none.</summary>
    public RuleBudget? Budget { get; init; }

    /// <summary>The budget of all rules; null for none.</summary>
    public RuleBudget? BudgetOfAll { get; init; }

    /// <summary>Whether a new upload of the bytes that the last run of their key had starts nothing once that has succeeded.</summary>
    public bool SkipsIdentical { get; init; }

    /// <summary>Which uploads, counted from 0 as they happen, are of other bytes than the rest.</summary>
    public IReadOnlyList<int> OtherBytes { get; init; } = [];

    public ImsPlan Ims { get; init; } = new();

    public TroublePlan Troubles { get; init; } = TroublePlan.Calm;

    /// <summary>The chance that an event comes twice.</summary>
    public double DuplicateEvents { get; init; }

    /// <summary>The chance that an event comes late, by minutes or by a week.</summary>
    public double LateEvents { get; init; }

    /// <summary>The chance, per accepted task, that somebody forges callbacks for it.</summary>
    public double Forgeries { get; init; }

    /// <summary>Whether the callback secret is replaced while runs are under way, one deployment after the other.</summary>
    public bool RollsSecrets { get; init; }

    /// <summary>Whether somebody is told how runs end.</summary>
    public bool Listens { get; init; }

    /// <summary>The chance, per sweep, that an operator resumes or cancels a run.</summary>
    public double OperatorCommands { get; init; }

    /// <summary>The chance that a sweep begins while another is under way.</summary>
    public double OverlappingSweeps { get; init; }

    /// <summary>The chance, per answer, that its process is gone right after it, and perhaps what it was still sending.</summary>
    public double Reclaims { get; init; }

    public TimeSpan LargestSkew { get; init; }

    /// <summary>For how long the bucket's lifecycle rules are watched at work; zero for stories that end before the first record expires.</summary>
    public TimeSpan Lifecycle { get; init; }

    /// <summary>When an operator resumes every run, whatever state it is in.</summary>
    public IReadOnlyList<TimeSpan> Resumes { get; init; } = [];

    /// <summary>When the events of all uploads so far are delivered once more.</summary>
    public IReadOnlyList<TimeSpan> Redeliveries { get; init; } = [];

    /// <summary>What the rule does about a sidecar that is not there.</summary>
    public string Sidecar { get; init; } = SidecarPolicy.Ignore;

    /// <summary>When sidecars are put, and beside which of the keys.</summary>
    public IReadOnlyList<(TimeSpan At, string Key)> Sidecars { get; init; } = [];

    /// <summary>How many uploads are to start.</summary>
    public int Starts => Sidecar == SidecarPolicy.Require && Sidecars.Count == 0 ? 0 : Uploads.Count;

    /// <summary>One upload, and nothing goes wrong.</summary>
    public static Scenario Plain { get; } = new([(TimeSpan.Zero, "uploads/a.mp4")]);

    /// <summary>Whether the assumptions under which one start at most is promised hold.</summary>
    public bool KeepsAssumptions(StartOptions options) => Ims.ListLag <= options.ListLag && Ims.List == ListFault.None;
}
