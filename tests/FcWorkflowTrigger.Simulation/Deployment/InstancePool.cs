using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>The processes of the functions. An idle process is used again, or a new one starts. Each process has its own clock.</summary>
internal sealed class InstancePool(EventLoop loop, ProcessClientFactory clients, AppSettings settings, Scenario scenario)
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
        var deployed = settings with { Start = settings.Start! with { Capability = secrets } };
        var instance = new Instance(machine, clients.Create(machine, deployed.Start), clients.Mutate(deployed)) { Reclaims = scenario.Reclaims };
        _kept.Add((role, secrets, instance));
        return instance;
    }
}
