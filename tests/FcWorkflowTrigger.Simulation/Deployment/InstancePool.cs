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

/// <summary>The processes: kept ones are used again, others start fresh, each with a clock of its own.</summary>
internal sealed class InstancePool(
    EventLoop loop, Network network, OssBucket bucket, MediaBucket media, ImsService ims, Listener? listener, AppSettings settings, Mutation mutation, Scenario scenario)
{
    private const int MaxAtOnce = 10;
    private readonly DateTimeOffset _begin = loop.Now;
    private readonly List<(FunctionRole Role, CallbackCapability Secrets, Instance Instance)> _kept = [];
    private int _started;

    public Instance Take(FunctionRole role)
    {
        // A deployment gives new requests to new processes; those under way end where they are.
        var secrets = KeyRoll.At(loop.Now - _begin, scenario.RollsSecrets);
        _kept.RemoveAll(kept => !kept.Instance.Machine.IsAlive || kept.Secrets != secrets);
        var free = _kept.FindIndex(kept => kept.Role == role && kept.Instance.Busy < MaxAtOnce && kept.Instance.Machine.PausedUntil <= loop.Now);

        // Idle processes are reclaimed now and then, and a busy moment starts more of them.
        return free >= 0 && loop.Dice.Roll(0.6) ? _kept[free].Instance : Start(role, secrets);
    }

    private Instance Start(FunctionRole role, CallbackCapability secrets)
    {
        var skew = loop.Dice.Between(-scenario.LargestSkew, scenario.LargestSkew);
        var machine = new Machine(loop, $"{role}-{++_started}", skew);
        var pace = new ImsRateLimiter(0, machine.Clock);
        var client = new ImsPort(ims, network, machine, pace, loop, loop.Now) { SignsOnArrival = mutation == Mutation.NoPinnedDate };
        var oss = Mutate(new OssPort(bucket, network, machine));
        IOutcomeSink[] sinks = listener is null ? [] : [listener.From(machine, network)];
        var deployed = settings with { Start = settings.Start! with { Capability = secrets } };
        var instance = new Instance(
            machine, Mutate(client), pace, oss, Ledger(oss, machine.Clock), Mutate(new ObjectPort(media, network, machine)), sinks, deployed)
        {
            Reclaims = scenario.Reclaims,
        };
        _kept.Add((role, secrets, instance));
        return instance;
    }

    private IImsClient Mutate(IImsClient client) => mutation == Mutation.LeaseAndRerun ? new BlindIms(client) : client;

    private IObjectReader Mutate(IObjectReader objects) => mutation == Mutation.RemembersNoSidecar ? new OneLook(objects) : objects;

    private IOssClient Mutate(IOssClient oss) => mutation == Mutation.CountBeforePut ? new PutAfterCount(oss) : oss;

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
