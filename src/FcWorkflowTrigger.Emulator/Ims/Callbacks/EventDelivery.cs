using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Decides who hears of an event, how often and when: the caller's own address, and the region's global callback.</summary>
internal sealed class EventDelivery(ImsState state, EmulatorClock clock, CallbackSender sender, Faults faults, CallbackSigning signing)
{
    /// <param name="attempted">Is told of every try.</param>
    public async Task TellAsync(ImsEvent given, Action<CallbackAttempt> attempted, CancellationToken cancellationToken)
    {
        if (faults.Take("callback", given.Type, "lose", given.Key) is not null)
        {
            return;
        }

        if (faults.Take("callback", given.Type, "delay", given.Key) is { } delay)
        {
            await clock.WaitUntilAsync(clock.GetUtcNow().AddMilliseconds(delay.DelayMilliseconds), cancellationToken);
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

        if (CallbackTarget.OfUserData(given.UserData) is { } own)
        {
            yield return signing == CallbackSigning.Always ? own with { AuthKey = global?.AuthKey } : own;
        }

        if (global?.Wants(given.Type) == true)
        {
            var signs = signing == CallbackSigning.Always || (signing == CallbackSigning.Configured && global.AuthSwitch == "on");
            yield return new(global.Address!, signs ? global.AuthKey : null);
        }
    }
}
