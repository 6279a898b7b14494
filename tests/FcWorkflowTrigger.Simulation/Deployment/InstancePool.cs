using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>The processes of the functions. An idle process is used again, or a new one starts. Each process has its own clock.</summary>
internal sealed class InstancePool(
    EventLoop loop, Network network, OssBucket bucket, MediaBucket media, ImsService ims, OutcomeReceiver? receiver, AppSettings settings, Mutation mutation, Scenario scenario)
{
    private const int MaxAtOnce = 10;
    private readonly DateTimeOffset _begin = loop.Now;
    private readonly List<(FunctionRole Role, CallbackCapability Secrets, Instance Instance)> _kept = [];
    private int _started;

    public Instance Take(FunctionRole role)
    {
        // After a deployment, new requests go to new processes. Requests in progress end in their old process.
        var secrets = SecretRotation.At(loop.Now - _begin, scenario.RotatesSecrets);
        _kept.RemoveAll(kept => !kept.Instance.Machine.IsAlive || kept.Secrets != secrets);
        var free = _kept.FindIndex(kept => kept.Role == role && kept.Instance.Busy < MaxAtOnce && kept.Instance.Machine.PausedUntil <= loop.Now);

        // Function Compute sometimes reclaims idle processes, and it starts more processes under load.
        return free >= 0 && loop.Dice.Roll(0.6) ? _kept[free].Instance : Start(role, secrets);
    }

    private Instance Start(FunctionRole role, CallbackCapability secrets)
    {
        var skew = loop.Dice.Between(-scenario.LargestSkew, scenario.LargestSkew);
        var machine = new Machine(loop, $"{role}-{++_started}", skew);
        var pace = new ImsRateLimiter(0, machine.Clock);
        var client = new SimulatedImsClient(ims, network, machine, pace, loop, loop.Now) { SignsOnArrival = mutation == Mutation.NoPinnedDate };
        var oss = Mutate(new SimulatedOssClient(bucket, network, machine));
        IOutcomeSink[] sinks = receiver is null ? [] : [receiver.CreateSink(machine, network)];
        var deployed = settings with { Start = settings.Start! with { Capability = secrets } };
        var instance = new Instance(
            machine, Mutate(client), pace, oss, Ledger(oss, machine.Clock), Mutate(new SimulatedObjectReader(media, network, machine)), sinks, deployed)
        {
            Reclaims = scenario.Reclaims,
        };
        _kept.Add((role, secrets, instance));
        return instance;
    }

    private IImsClient Mutate(IImsClient client) => mutation == Mutation.LeaseAndRerun ? new ImsWithEmptyList(client) : client;

    private IObjectReader Mutate(IObjectReader objects) => mutation == Mutation.RemembersNoSidecar ? new MissingObjectCache(objects) : objects;

    private IOssClient Mutate(IOssClient oss) => mutation switch
    {
        Mutation.CountBeforePut => new PutAfterCount(oss),
        Mutation.NoPlaceInLine => new PlacesNotTaken(oss),
        _ => oss,
    };

    private IRunLedger Ledger(IOssClient oss, TimeProvider clock)
    {
        IRunLedger ledger = settings.Ledger.Mode == LedgerMode.Slots ? new SlotRunLedger(oss, Ambient.Retry, clock) : new AppendRunLedger(oss, Ambient.Retry, clock);
        return mutation switch
        {
            Mutation.NoMarkerBeforeClaim => new MarkerAfterClaim(ledger),
            Mutation.IncompleteIsEmpty => new IncompleteIsEmpty(ledger),
            _ => ledger,
        };
    }
}
