using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Oss;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>The processes: kept ones are used again, others start fresh, each with a clock of its own.</summary>
internal sealed class InstancePool(
    EventLoop loop, Network network, OssBucket bucket, ImsService ims, Listener? listener, AppSettings settings, Mutation mutation, TimeSpan largestSkew)
{
    private const int MaxAtOnce = 10;
    private readonly List<(FunctionRole Role, Instance Instance)> _kept = [];
    private int _started;

    public Instance Take(FunctionRole role)
    {
        _kept.RemoveAll(kept => !kept.Instance.Machine.IsAlive);
        var free = _kept.FindIndex(kept => kept.Role == role && kept.Instance.Busy < MaxAtOnce && kept.Instance.Machine.PausedUntil <= loop.Now);

        // Idle processes are reclaimed now and then, and a busy moment starts more of them.
        return free >= 0 && loop.Dice.Roll(0.6) ? _kept[free].Instance : Start(role);
    }

    private Instance Start(FunctionRole role)
    {
        var skew = loop.Dice.Between(-largestSkew, largestSkew);
        var machine = new Machine(loop, $"{role}-{++_started}", skew);
        var client = new ImsPort(ims, network, machine, loop, loop.Now) { SignsOnArrival = mutation == Mutation.NoPinnedDate };
        var oss = new OssPort(bucket, network, machine);
        IOutcomeSink[] sinks = listener is null ? [] : [listener.From(machine, network)];
        var instance = new Instance(machine, Mutate(client), oss, Ledger(oss, machine.Clock), sinks, settings);
        _kept.Add((role, instance));
        return instance;
    }

    private IImsClient Mutate(IImsClient client) => mutation == Mutation.LeaseAndRerun ? new BlindIms(client) : client;

    private IRunLedger Ledger(IOssClient oss, TimeProvider clock)
    {
        IRunLedger ledger = settings.Ledger.Mode == LedgerMode.Slots ? new SlotRunLedger(oss, Ambient.Retry, clock) : new AppendRunLedger(oss, Ambient.Retry, clock);
        return mutation == Mutation.NoMarkerBeforeClaim ? new MarkerAfterClaim(ledger) : ledger;
    }
}
