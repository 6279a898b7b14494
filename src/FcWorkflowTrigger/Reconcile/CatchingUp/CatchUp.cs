using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>
/// Looks for objects whose events never came, and opens their runs as a backfill does. It comes after the runs and deliveries of a sweep, and takes a
/// small part of its time.
/// </summary>
internal sealed class CatchUp(CatchUpOptions options, PlaceCatchUp visits, Jitter jitter, ILogger<CatchUp> logger, TimeProvider clock)
{
    /// <summary>What cannot be listed or looked at now is left to a later sweep. Does nothing when no place is set.</summary>
    /// <param name="stopAt">After this time nothing further is begun. The places share the time until then.</param>
    public async Task RunAsync(DateTimeOffset stopAt, Invocation invocation, CancellationToken cancellationToken)
    {
        if (options.Places.Count == 0)
        {
            return;
        }

        var (count, places) = (new CatchUpCount(), options.Places.Count);

        // At random, so that no place always comes after one that is slow. What a place began may take longer than its share.
        var first = (int)(jitter.Next() * places);

        for (var number = 0; number < places; number++)
        {
            var (place, now) = (options.Places[(first + number) % places], clock.GetUtcNow());
            var share = (stopAt - now) / (places - number);

            try
            {
                await visits.RunAsync(place, count, now + share, invocation, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
            {
                CatchUpLog.Failed(logger, place, failure);
            }
        }

        CatchUpLog.Done(logger, count.Listed, count.Asked, count.Taken, count.Failed);
    }
}

/// <summary>What a sweep has come to at all places.</summary>
internal sealed class CatchUpCount
{
    public int Listed { get; set; }

    /// <summary>Objects that a rule takes, of those listed and those that had failed before.</summary>
    public int Asked { get; set; }

    public int Taken { get; set; }

    public int Failed { get; set; }
}
