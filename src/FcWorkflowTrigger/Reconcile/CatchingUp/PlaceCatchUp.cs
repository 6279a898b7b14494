using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>Looks through a part of one place: some pages of its listing, and the objects that have failed before.</summary>
internal sealed class PlaceCatchUp(CatchUpCursors cursors, MissedObjects missed, IObjectReader objects, Retry retry, ILogger<PlaceCatchUp> logger, TimeProvider clock)
{
    /// <summary>Pages of 1,000 objects in one sweep.</summary>
    public const int MostPages = 20;

    /// <summary>Runs opened in one sweep, give or take those of one batch.</summary>
    public const int MostTaken = 200;

    /// <summary>Objects that wait to be tried again. While there are as many, no further object is looked at.</summary>
    public const int MostFailed = 100;

    private const int BatchSize = 8;

    /// <param name="stopAt">After this time nothing further is begun.</param>
    /// <exception cref="OssException">The place cannot be listed.</exception>
    public async Task RunAsync(CatchUpPlace place, CatchUpCount count, DateTimeOffset stopAt, Invocation invocation, CancellationToken cancellationToken)
    {
        var visit = new Visit(place, count, stopAt, invocation, clock) { Cursor = await cursors.ReadAsync(place, cancellationToken) };
        GiveUpOld(visit);

        // Also where there is no time to list: what has become too old meanwhile is told.
        BeginRound(visit, clock.GetUtcNow());
        var failed = visit.Cursor.Failed;

        try
        {
            // Half of the time where objects wait to be tried again: neither they nor the others are held up for long.
            visit.StopListingAfter(failed.Count == 0 ? 1 : 0.5);
            await ListAndTryAgainAsync(visit, failed, cancellationToken);
        }
        finally
        {
            // Also after a failure: it is right after each batch.
            await cursors.WriteAsync(place, visit.Cursor, cancellationToken);
        }
    }

    private void GiveUpOld(Visit visit)
    {
        foreach (var old in visit.Cursor.Failed.Where(failed => failed.Modified + visit.Place.Since <= clock.GetUtcNow()).ToArray())
        {
            missed.GiveUp(visit.Place.Bucket, old);
            visit.Forget([old]);
        }
    }

    private async Task ListAndTryAgainAsync(Visit visit, IReadOnlyList<FailedObject> failed, CancellationToken cancellationToken)
    {
        try
        {
            await ListAsync(visit, cancellationToken);
        }
        catch (Exception failure) when (failed.Count > 0 && !cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            // A place that cannot be listed is no reason to let these grow too old.
            await TryAgainAsync(visit, failed, cancellationToken);
            throw;
        }

        await TryAgainAsync(visit, failed, cancellationToken);
    }

    private async Task TryAgainAsync(Visit visit, IReadOnlyList<FailedObject> failed, CancellationToken cancellationToken)
    {
        foreach (var batch in failed.Intersect(visit.Cursor.Failed).Chunk(BatchSize))
        {
            if (visit.IsOutOfTime)
            {
                return;
            }

            var looks = await Task.WhenAll(batch.Select(failed => missed.LookAgainAsync(visit.Place.Bucket, failed, visit.Invocation, cancellationToken)));
            visit.Count(looks);

            // Those that fail again go to the end, so that the next sweep begins with others.
            visit.Forget(batch);
            visit.Keep(batch.Zip(looks).Where(pair => pair.Second == ObjectLook.Failed).Select(pair => pair.First));
        }
    }

    private async Task ListAsync(Visit visit, CancellationToken cancellationToken)
    {
        // The next sweep begins the next round.
        for (var pages = 0; pages < MostPages && visit is { IsListed: false, Cursor.Round: { } round }; pages++)
        {
            var after = round.After.Length == 0 ? null : round.After;
            var page = await retry.ExecuteAsync(token => objects.ListAsync(visit.Place.Bucket, visit.Place.Prefix, after, token), cancellationToken);
            visit.CountListed(page.Entries.Count);

            // The cursor passes a page when each object of it has been looked at.
            if (await LookAsync(visit, [.. page.Entries.Where(round.Covers)], cancellationToken))
            {
                visit.Cursor = page.IsTruncated ? visit.Cursor.Pass(page.Entries[^1].Key) : visit.Cursor.EndRound();
            }
        }
    }

    private void BeginRound(Visit visit, DateTimeOffset now)
    {
        var (before, oldest) = (visit.Cursor, now - visit.Place.Since);
        visit.Cursor = before.BeginRound(visit.Place, now, BackfillGate.MinAge);

        if (visit.Cursor.Round != before.Round && (before.Through ?? before.Round?.From) is { } through && through < oldest)
        {
            CatchUpLog.Behind(logger, visit.Place, through, oldest);
        }
    }

    /// <returns>False when the visit was over before the last of them.</returns>
    private async Task<bool> LookAsync(Visit visit, OssEntry[] entries, CancellationToken cancellationToken)
    {
        foreach (var batch in entries.Chunk(BatchSize))
        {
            if (visit.IsListed)
            {
                return false;
            }

            var looks = await Task.WhenAll(batch.Select(entry => missed.LookAsync(visit.Place.Bucket, entry, visit.Invocation, cancellationToken)));
            visit.Count(looks);

            // A round that looks at all of the place comes to objects that had failed before: they need no further try.
            visit.Forget(visit.Cursor.Failed.Where(failed => batch.Any(entry => entry.Key == failed.Key)));
            visit.Keep(batch.Zip(looks).Where(pair => pair.Second == ObjectLook.Failed).Select(pair => new FailedObject(pair.First.Key, pair.First.LastModified)));
            visit.Cursor = visit.Cursor.Pass(batch[^1].Key);
        }

        return true;
    }

    /// <summary>What one sweep has done at one place.</summary>
    private sealed class Visit(CatchUpPlace place, CatchUpCount count, DateTimeOffset stopAt, Invocation invocation, TimeProvider clock)
    {
        private DateTimeOffset _stopListingAt;
        private int _taken;

        public CatchUpPlace Place => place;

        public Invocation Invocation => invocation;

        public required CatchUpCursor Cursor { get; set; }

        public bool IsOutOfTime => clock.GetUtcNow() >= stopAt;

        /// <summary>No further object of the listing is looked at in this sweep.</summary>
        public bool IsListed => clock.GetUtcNow() >= _stopListingAt || _taken >= MostTaken || Cursor.Failed.Count >= MostFailed;

        /// <param name="share">Of the time that is left.</param>
        public void StopListingAfter(double share) => _stopListingAt = clock.GetUtcNow() + ((stopAt - clock.GetUtcNow()) * share);

        public void Forget(IEnumerable<FailedObject> objects) => Cursor = Cursor with { Failed = [.. Cursor.Failed.Except(objects)] };

        public void Keep(IEnumerable<FailedObject> objects) => Cursor = Cursor with { Failed = [.. Cursor.Failed.Union(objects)] };

        public void CountListed(int entries) => count.Listed += entries;

        public void Count(ObjectLook[] looks)
        {
            var taken = looks.Count(look => look == ObjectLook.Taken);
            _taken += taken;
            count.Asked += looks.Count(look => look != ObjectLook.Refused);
            count.Taken += taken;
            count.Failed += looks.Count(look => look == ObjectLook.Failed);

            if (taken > 0)
            {
                Cursor = Cursor with { TakenAt = clock.GetUtcNow() };
            }
        }
    }
}
