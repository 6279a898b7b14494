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

/// <summary>The callbacks of IMS: three attempts, one second apart, each with a time limit of three seconds. Also forged callbacks.</summary>
internal sealed class Callbacks(EventLoop loop, ImsPlan plan, InstancePool instances)
{
    private const int MaxAttempts = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(30);

    private int _requests;

    /// <summary>Schedules the callback for the end of the task. A callback can also be lost or come twice.</summary>
    public void ScheduleFor(ImsTask task)
    {
        if (loop.Dice.Roll(plan.CallbackLoss))
        {
            loop.Counts.Increment(Situation.LostCallback);
            loop.Trace.Add(loop.Now, "ims", $"will not call back for {task.TaskId[^4..]}");
            return;
        }

        ScheduleOne(task);

        if (loop.Dice.Roll(plan.CallbackDuplicates))
        {
            loop.Counts.Increment(Situation.DuplicateCallback);
            ScheduleOne(task);
        }
    }

    private void ScheduleOne(ImsTask task)
    {
        // The reply to StartWorkflow is still in flight.
        if (task.Ends == loop.Now)
        {
            loop.Counts.Increment(Situation.EarlyCallback);
        }

        loop.After(task.Ends - loop.Now, null, () => Post(CallbackFor(task, task.Outcome), 1));
    }

    /// <summary>Posts a callback that IMS did not send: a wrong signature, a replay with another body, or a run that does not exist.</summary>
    public void Forge(ImsTask task)
    {
        loop.Counts.Increment(Situation.ForgedCallback);
        var genuine = CallbackFor(task, "Succeed");
        Post(loop.Dice.Below(5) switch
        {
            0 => genuine with { Target = genuine.Target[..^22] + "AAAAAAAAAAAAAAAAAAAAAA" },
            1 => genuine with { Target = genuine.Target.Replace("?g=", "?g=1", StringComparison.Ordinal) },
            2 => genuine with { Target = $"/callbacks/{new string('0', RunId.Length)}{genuine.Target[^27..]}" },
            3 => genuine with { Body = Body("00000000000000000000000000009999", "Failed") },
            _ => genuine,
        }, MaxAttempts);
    }

    private void Post(Call request, int attempt)
    {
        var instance = instances.Take(FunctionRole.Callback);
        var outcome = CallbackOutcome.Forged;
        var waiting = true;
        var invocation = new Invocation($"callback-{++_requests}", FunctionTimeout, instance.Machine.Name);
        var simulated = new SimulatedInvocation(loop, instance, failed => OnAnswer(!failed && outcome is CallbackOutcome.Recorded or CallbackOutcome.NotEnded or CallbackOutcome.LeftToSweep));
        loop.Trace.Add(loop.Now, instance.Machine.Name, $"receives a callback, attempt {attempt}");
        simulated.Begin(FunctionTimeout, async token => outcome = await instance.Callback.HandleAsync(instance.Authenticator.Admit(request.ToCallbackRequest()), request.Body, invocation, token));
        loop.After(Deadline, null, () => OnAnswer(answered: false));

        // The function can continue after IMS has stopped waiting for the answer.
        void OnAnswer(bool answered)
        {
            if (waiting && !answered && attempt < MaxAttempts)
            {
                loop.After(TimeSpan.FromSeconds(1), null, () => Post(request, attempt + 1));
            }

            waiting = false;
        }
    }

    private static Call CallbackFor(ImsTask task, string status)
    {
        using var json = JsonDocument.Parse(task.UserData);
        return new(new Uri(json.RootElement.GetProperty("NotifyAddress").GetString()!).PathAndQuery, Body(task.TaskId, status));
    }

    private static byte[] Body(string taskId, string status) => Encoding.UTF8.GetBytes(
        $$$"""{"EventType":"WorkflowTaskComplete","MessageBody":{"TaskId":"{{{taskId}}}","Status":"{{{status}}}"}}""");

    private sealed record Call(string Target, byte[] Body)
    {
        public CallbackRequest ToCallbackRequest() => new(Target, "https://callback.invalid", IceSignature.None);
    }
}
