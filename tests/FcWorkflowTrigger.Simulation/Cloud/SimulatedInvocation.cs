using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Simulation.Deployment;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>One request to one process. It succeeds, fails, ends with its process, or Function Compute ends it at the time limit.</summary>
internal sealed class SimulatedInvocation(EventLoop loop, Instance instance, Action<bool> ended)
{
    private bool _isOver;

    public void Begin(TimeSpan timeout, Func<CancellationToken, Task> handle)
    {
        instance.Busy++;
        instance.Machine.Died += Fail;

        // Function Compute ends the process, because a paused process cannot end itself.
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

            // The production code also ends the process after such a failure.
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

    // The answer is already sent. Only the background work and the memory of the process are lost.
    private void MayReclaim(bool failed)
    {
        if (!failed && instance is { Busy: 0, Machine.IsAlive: true } && loop.Dice.Roll(instance.Reclaims))
        {
            loop.Counts.Increment(Situation.Reclaimed);
            loop.Trace.Add(loop.Now, "fc", $"reclaims {instance.Machine.Name}");
            instance.Machine.Reclaim(cutOff: loop.Dice.Roll(0.5));
        }
    }
}
