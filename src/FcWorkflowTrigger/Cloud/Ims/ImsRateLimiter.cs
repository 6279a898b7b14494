namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>Limits how fast this process calls IMS: no faster than the setting allows, not at all for as long as IMS asks, and then more slowly for a while.</summary>
/// <remarks>
/// IMS documents no rate for its workflow and media actions, and the rates of other actions are for the whole account. So there is no limit
/// unless a setting sets one, and the process slows down when IMS throttles it.
/// </remarks>
/// <param name="callsPerSecond">0 sets no limit until IMS throttles.</param>
internal sealed class ImsRateLimiter(int callsPerSecond, TimeProvider clock)
{
    /// <summary>The rate that a process without a limit is assumed to have when IMS throttles it: the lowest rate that other actions of IMS document.</summary>
    private const double Assumed = 20;

    private const double Slowest = 1;
    private const double Step = 0.1;
    private static readonly TimeSpan StepsApart = TimeSpan.FromSeconds(5);

    // Alibaba Cloud's advice for Throttling.User.
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long _begin = clock.GetTimestamp();
    private readonly double _full = callsPerSecond > 0 ? callsPerSecond : Assumed;
    private double? _slowed;
    private TimeSpan _heldUntil;
    private TimeSpan _next;

    /// <summary>Waits for the turn of this caller. Two calls may come at once, as in a start; further calls keep the rate.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = TakeTurn();
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Slows the process down after a refusal. Calls that are sent together are throttled together, and slow it down once.</summary>
    public void Learn(ImsException refusal)
    {
        if (!refusal.AsksToSlowDown)
        {
            return;
        }

        lock (_gate)
        {
            var now = clock.GetElapsedTime(_begin);

            if (now >= _heldUntil)
            {
                _slowed = Math.Max((RateAt(now) ?? _full) / 2, Slowest);
            }

            var until = now + (refusal.RetryAfter ?? Hold);
            _heldUntil = until > _heldUntil ? until : _heldUntil;
        }
    }

    private TimeSpan TakeTurn()
    {
        lock (_gate)
        {
            var now = clock.GetElapsedTime(_begin);
            var earliest = now > _heldUntil ? now : _heldUntil;
            var apart = RateAt(now) is { } rate ? TimeSpan.FromSeconds(1 / rate) : TimeSpan.Zero;
            var turn = _next - apart > earliest ? _next - apart : earliest;
            _next = (_next > earliest ? _next : earliest) + apart;
            return turn - now;
        }
    }

    /// <returns>Calls a second; null for no limit.</returns>
    private double? RateAt(TimeSpan now)
    {
        if (_slowed is { } slowed)
        {
            var steps = now > _heldUntil ? Math.Floor((now - _heldUntil) / StepsApart) : 0;
            var rate = slowed + (steps * Step * _full);

            if (rate < _full)
            {
                return rate;
            }

            _slowed = null;
        }

        return callsPerSecond > 0 ? callsPerSecond : null;
    }
}
