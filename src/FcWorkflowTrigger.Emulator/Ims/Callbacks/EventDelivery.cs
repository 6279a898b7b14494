using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Delivers an event to the address of the caller and to the global callback of the region. Faults can lose, delay or duplicate it.</summary>
internal sealed class EventDelivery(ImsState state, EmulatorClock clock, CallbackSender sender, Faults faults, CallbackSigning signing)
{
    /// <param name="attempted">Called after every attempt.</param>
    public async Task DeliverAsync(ImsEvent given, Func<CallbackAttempt, Task> attempted, CancellationToken cancellationToken)
    {
        if (faults.Take("callback", given.Type, "lose", given.Key) is not null)
        {
            return;
        }

        if (faults.Take("callback", given.Type, "delay", given.Key) is { } delay)
        {
            await clock.WaitUntilAsync(clock.GetUtcNow().AddMilliseconds(delay.DelayMilliseconds), cancellationToken, $"delayed callback {given.Type}: {given.Key}");
        }

        var times = faults.Take("callback", given.Type, "duplicate", given.Key) is null ? 1 : 2;

        for (var time = 0; time < times; time++)
        {
            foreach (var target in Targets(given))
            {
                await sender.SendAsync(given, target, attempted, cancellationToken);
            }
        }
    }

    private IEnumerable<CallbackTarget> Targets(ImsEvent given)
    {
        var global = state.EventCallback;

        if (CallbackTarget.FromUserData(given.UserData) is { } own)
        {
            yield return signing == CallbackSigning.Always ? own with { AuthKey = global?.AuthKey } : own;
        }

        if (global?.Includes(given.Type) == true)
        {
            var signs = signing == CallbackSigning.Always || (signing == CallbackSigning.Configured && global.AuthSwitch == "on");
            yield return new(global.Address!, signs ? global.AuthKey : null);
        }
    }
}
