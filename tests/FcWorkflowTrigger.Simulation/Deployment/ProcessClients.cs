using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Telemetry.Export;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>All that one process uses outside itself.</summary>
/// <param name="Sinks">The receivers; empty when no system receives outcomes.</param>
/// <param name="Collector">Null when no collector is told of ended runs.</param>
internal sealed record ProcessClients(
    IImsClient Ims, ImsRateLimiter Limiter, IOssClient Oss, IRunLedger Ledger, IObjectReader Objects, IObjectTagger Tagger, IOutcomeSink[] Sinks, IOtlpClient? Collector)
{
    /// <summary>The ledger in which a mark looks for other runs of the object.</summary>
    public required IRunLedger OtherRuns { get; init; }
}

/// <summary>Creates the clients of a process. A mutation replaces the one that it breaks.</summary>
internal sealed class ProcessClientFactory(EventLoop loop, Network network, SimulatedCloud cloud, LedgerMode mode, Mutation mutation)
{
    private readonly Dictionary<string, string> _seen = [];

    /// <param name="start">The options of the process, as no mutation has changed them.</param>
    public ProcessClients Create(Machine machine, StartOptions start)
    {
        var limiter = new ImsRateLimiter(0, machine.Clock);
        var ims = new SimulatedImsClient(cloud.Ims, network, machine, limiter, loop, loop.Now) { SignsOnArrival = mutation == Mutation.NoPinnedDate };
        var oss = Mutate(new SimulatedOssClient(cloud.Bucket, network, machine));
        var objects = new SimulatedObjectReader(cloud.Media, network, machine);
        var (reader, ledger) = (Mutate(objects, oss, machine.Clock), CreateLedger(oss, machine.Clock));
        return new ProcessClients(
            Mutate(ims, start, machine.Clock),
            limiter,
            oss,
            ledger,
            reader,
            reader as IObjectTagger ?? objects,
            cloud.Receiver is null ? [] : [cloud.Receiver.CreateSink(machine, network)],
            Mutate(cloud.Collector?.CreateClient(machine, network)))
        {
            OtherRuns = mutation == Mutation.LastDeliveryMarks ? new OtherRunsUnseen(ledger) : ledger,
        };
    }

    /// <summary>The settings of a process, changed where the mutation changes them.</summary>
    public AppSettings Mutate(AppSettings settings) =>
        mutation == Mutation.JudgedAfterTheLook ? settings with { Start = JudgesAfterTheLook.LooksAlways(settings.Start!) } : settings;

    private IImsClient Mutate(IImsClient client, StartOptions start, TimeProvider clock) => mutation switch
    {
        Mutation.LeaseAndRerun => new ImsWithEmptyList(client),
        Mutation.JudgedAfterTheLook => new JudgesAfterTheLook(client, start, clock),
        _ => client,
    };

    private IOtlpClient? Mutate(IOtlpClient? client) => client is not null && mutation == Mutation.TakesEveryAnswer ? new TakesEveryAnswer(client) : client;

    private IObjectReader Mutate(SimulatedObjectReader objects, IOssClient oss, TimeProvider clock) => mutation switch
    {
        Mutation.RemembersNoSidecar => new MissingObjectCache(objects),
        Mutation.NoLookAtETag => new ETagCache(objects, _seen),
        Mutation.NoVersionNamed => new VersionUnseen(objects),
        Mutation.NoLookAfterTags => new TaggedUnseen(objects, objects),
        Mutation.PassesBeforeItLooks => new PassesBeforeItLooks(objects, oss, clock),
        _ => objects,
    };

    private IOssClient Mutate(IOssClient oss) => mutation switch
    {
        Mutation.CountBeforePut => new PutAfterCount(oss),
        Mutation.EntryAfterMarker => new PutAfterMarker(oss, PutAfterMarker.RunOfEntry),
        Mutation.AnnouncedAfterMarker => new PutAfterMarker(oss, PutAfterMarker.RunOfAnnouncement),
        Mutation.ResentUnderOneMarker => new ResentUnderOneMarker(oss),
        Mutation.NoPlaceInLine => new PlacesNotTaken(oss),
        Mutation.ForgetsFailedObjects => new ForgetsFailedObjects(oss),
        _ => oss,
    };

    private IRunLedger CreateLedger(IOssClient oss, TimeProvider clock)
    {
        IRunLedger ledger = mode == LedgerMode.Slots ? new SlotRunLedger(oss, Ambient.Retry, clock) : new AppendRunLedger(oss, Ambient.Retry, clock);
        return mutation switch
        {
            Mutation.NoMarkerBeforeClaim => new MarkerAfterClaim(ledger),
            Mutation.IncompleteIsEmpty => new IncompleteIsEmpty(ledger),
            Mutation.NoLookForLater => new LaterRunsUnseen(ledger),
            Mutation.NoLookForBackfill => new BackfillUnseen(ledger),
            _ => ledger,
        };
    }
}
