using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Simulation.Deployment;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>One request to one process: it ends well, fails, dies with its process, or is ended for taking too long.</summary>
internal sealed class SimulatedInvocation(EventLoop loop, Instance instance, Action<bool> ended)
{
    private bool _isOver;

    public void Begin(TimeSpan timeout, Func<CancellationToken, Task> handle)
    {
        instance.Busy++;
        instance.Machine.Died += Fail;

        // From outside: a process that stands still cannot end itself.
        loop.After(timeout, null, () =>
        {
            if (!_isOver)
            {
                instance.Machine.Kill();
            }
        });

        loop.Running = instance.Machine;
        _ = RunAsync(handle);
    }

    private async Task RunAsync(Func<CancellationToken, Task> handle)
    {
        try
        {
            await handle(CancellationToken.None);
            Over(failed: false);
        }
        catch (Exception failure) when (failure is not ViolationException)
        {
            loop.Trace.Add(loop.Now, instance.Machine.Name, $"fails: {failure.GetType().Name}");
            Fail();

            // What the production endpoint does after such a failure.
            if (CredentialProblem.Is(failure))
            {
                instance.Machine.Kill();
            }
        }
    }

    private void Fail() => Over(failed: true);

    private void Over(bool failed)
    {
        if (!_isOver)
        {
            _isOver = true;
            instance.Busy--;
            instance.Machine.Died -= Fail;
            ended(failed);
            MayReclaim(failed);
        }
    }

    // Nothing of the answer is lost with it: only what it left for later, and what it remembered.
    private void MayReclaim(bool failed)
    {
        if (!failed && instance is { Busy: 0, Machine.IsAlive: true } && loop.Dice.Roll(instance.Reclaims))
        {
            loop.Tally.Count(Met.Reclaimed);
            loop.Trace.Add(loop.Now, "fc", $"takes {instance.Machine.Name} away");
            instance.Machine.Reclaim(cutOff: loop.Dice.Roll(0.5));
        }
    }
}
