using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Deployment;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>IMS's callbacks: three tries a second apart, three seconds each, then never again. And those of other people.</summary>
internal sealed class Callbacks(EventLoop loop, ImsPlan plan, InstancePool instances)
{
    private const int Tries = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(30);

    private int _requests;

    /// <summary>Calls when the task ends, if it calls at all.</summary>
    public void Promise(ImsTask task)
    {
        if (loop.Dice.Roll(plan.CallbackLoss))
        {
            loop.Tally.Count(Met.LostCallback);
            loop.Trace.Add(loop.Now, "ims", $"will not call back for {task.TaskId[^4..]}");
            return;
        }

        Schedule(task);

        if (loop.Dice.Roll(plan.CallbackDuplicates))
        {
            loop.Tally.Count(Met.DuplicateCallback);
            Schedule(task);
        }
    }

    private void Schedule(ImsTask task)
    {
        // The reply to the start itself is still on its way.
        if (task.Ends == loop.Now)
        {
            loop.Tally.Count(Met.EarlyCallback);
        }

        loop.After(task.Ends - loop.Now, null, () => Post(AddressedTo(task, task.Outcome), 1));
    }

    /// <summary>A callback nobody at IMS sent: a wrong proof, a replay with another body, or a run that never was.</summary>
    public void Forge(ImsTask task)
    {
        loop.Tally.Count(Met.ForgedCallback);
        var genuine = AddressedTo(task, "Succeed");
        Post(loop.Dice.Below(5) switch
        {
            0 => genuine with { Target = genuine.Target[..^22] + "AAAAAAAAAAAAAAAAAAAAAA" },
            1 => genuine with { Target = genuine.Target.Replace("?g=", "?g=1", StringComparison.Ordinal) },
            2 => genuine with { Target = $"/callbacks/{new string('0', RunId.Length)}{genuine.Target[^27..]}" },
            3 => genuine with { Body = Body("00000000000000000000000000009999", "Failed") },
            _ => genuine,
        }, Tries);
    }

    private void Post(Call request, int attempt)
    {
        var instance = instances.Take(FunctionRole.Callback);
        var outcome = CallbackOutcome.Forged;
        var waiting = true;
        var invocation = new Invocation($"callback-{++_requests}", FunctionTimeout, instance.Machine.Name);
        var simulated = new SimulatedInvocation(loop, instance, failed => Hear(!failed && outcome is CallbackOutcome.Recorded or CallbackOutcome.NotEnded or CallbackOutcome.LeftToSweep));
        loop.Trace.Add(loop.Now, instance.Machine.Name, $"is called back, try {attempt}");
        simulated.Begin(FunctionTimeout, async token => outcome = await instance.Callback.HandleAsync(instance.Door.Admit(request.Unread), request.Body, invocation, token));
        loop.After(Deadline, null, () => Hear(answered: false));

        // The function may go on after IMS has stopped waiting for it.
        void Hear(bool answered)
        {
            if (waiting && !answered && attempt < Tries)
            {
                loop.After(TimeSpan.FromSeconds(1), null, () => Post(request, attempt + 1));
            }

            waiting = false;
        }
    }

    private static Call AddressedTo(ImsTask task, string status)
    {
        using var json = JsonDocument.Parse(task.UserData);
        return new(new Uri(json.RootElement.GetProperty("NotifyAddress").GetString()!).PathAndQuery, Body(task.TaskId, status));
    }

    private static byte[] Body(string taskId, string status) => Encoding.UTF8.GetBytes(
        $$$"""{"EventType":"WorkflowTaskComplete","MessageBody":{"TaskId":"{{{taskId}}}","Status":"{{{status}}}"}}""");

    private sealed record Call(string Target, byte[] Body)
    {
        public CallbackRequest Unread => new(Target, "https://callback.invalid", IceSignature.None);
    }
}
