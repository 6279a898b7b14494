using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>How fast runs are opened: so many a second, and only while fewer than so many are open.</summary>
/// <param name="perSecond">Above 0.</param>
/// <param name="maxOpen">Null for no limit.</param>
internal sealed class BackfillPace(double perSecond, int? maxOpen, IOssClient ledger, Retry retry, TimeProvider clock)
{
    private static readonly TimeSpan CountsApart = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _apart = TimeSpan.FromSeconds(1 / perSecond);
    private DateTimeOffset _next;
    private int _room;

    /// <summary>Waits until one more run may be opened.</summary>
    /// <param name="waiting">Called with the number of open runs, each time that there is no room.</param>
    public async Task WaitAsync(Action<int> waiting, CancellationToken cancellationToken)
    {
        while (maxOpen is { } most && _room <= 0)
        {
            var open = await ledger.ListAllAsync(retry, $"{Marker.Unfinished}/", cancellationToken).CountAsync(cancellationToken);
            _room = most - open;

            if (_room <= 0)
            {
                waiting(open);
                await Task.Delay(CountsApart, clock, cancellationToken);
            }
        }

        _room--;
        var now = clock.GetUtcNow();

        if (_next > now)
        {
            await Task.Delay(_next - now, clock, cancellationToken);
        }

        // Time that was lost is not made up for by a burst.
        _next = (_next > now ? _next : now) + _apart;
    }
}
