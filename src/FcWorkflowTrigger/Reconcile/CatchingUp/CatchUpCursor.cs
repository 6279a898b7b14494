using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>How far one place has been looked through.</summary>
/// <remarks>
/// What it says stays true: each object that it has passed has a run, is taken by no rule, or is among <paramref name="Failed"/>. So of two sweeps that
/// write it at once either may win.
/// </remarks>
/// <param name="Place">For people: <c>oss://bucket/prefix</c>.</param>
/// <param name="Through">Objects modified until then have been looked at; null before the end of the first round.</param>
/// <param name="WideAt">When the newest round began that looked at all objects of the place that are not too old; null before the first.</param>
/// <param name="Round">Null between two rounds.</param>
/// <param name="Failed">Objects that could not be decided or opened. Each sweep tries them again, until they are too old.</param>
/// <param name="TakenAt">When an object was last found whose event had been missed; null for never.</param>
/// <param name="Reach">How far back the place reached when that round began, or less where it reached less meanwhile; null where an earlier version has written the cursor.</param>
internal sealed record CatchUpCursor(
    string Place,
    DateTimeOffset? Through,
    DateTimeOffset? WideAt,
    CatchUpRound? Round,
    IReadOnlyList<FailedObject> Failed,
    DateTimeOffset? TakenAt,
    TimeSpan? Reach = null)
{
    public static CatchUpCursor Begin(CatchUpPlace place) => new($"{place}", null, null, null, [], null);

    /// <summary>
    /// Begins a round, unless one is under way. One that began longer ago than the place reaches back is left: what it covers is too old. What the cursor
    /// has from a clock that was ahead by more than <paramref name="minAge"/> is not believed: the round looks at all of the place again.
    /// </summary>
    /// <param name="minAge">Younger objects are left to a later round: their events may be on their way.</param>
    public CatchUpCursor BeginRound(CatchUpPlace place, DateTimeOffset now, TimeSpan minAge)
    {
        if (Through > now || WideAt > now + minAge || Round?.Until > now)
        {
            return (this with { Through = null, WideAt = null, Round = null }).BeginRound(place, now, minAge);
        }

        if (Round is { } round && now < round.Until + minAge + place.Since)
        {
            // CATCH_UP may reach back less far than when the round began.
            var latest = round.Until + minAge - place.Since;
            return round.From < latest ? this with { Round = round with { From = latest }, Reach = place.Since } : this;
        }

        // Most rounds look only at what has been modified since the one before. But OSS may give an object that was uploaded in parts the time of its first
        // request, and the round before may have passed that time. So some rounds look at all of it; and so does the first after CATCH_UP reaches further back.
        var isWide = WideAt is not { } wideAt || wideAt + (place.Since / 2) <= now || Reach is not { } reach || reach < place.Since;
        var oldest = now - place.Since;
        var from = !isWide && Through > oldest ? Through.Value : oldest;
        return this with { WideAt = isWide ? now : WideAt, Reach = isWide ? place.Since : Reach, Round = new(from, now - minAge, After: "") };
    }

    /// <summary>The round has come to the end of the listing.</summary>
    public CatchUpCursor EndRound() => this with { Through = Round!.Until > Through ? Round.Until : Through ?? Round.Until, Round = null };

    public CatchUpCursor Pass(string key) => this with { Round = Round! with { After = key } };
}

/// <summary>One pass over all keys of a place.</summary>
/// <param name="From">Objects modified until then are passed over.</param>
/// <param name="Until">So are objects modified later.</param>
/// <param name="After">The last key that was passed; empty at the beginning.</param>
internal sealed record CatchUpRound(DateTimeOffset From, DateTimeOffset Until, string After)
{
    public bool Covers(OssEntry entry) => entry.LastModified > From && entry.LastModified <= Until;
}

/// <summary>An object that could not be decided or opened.</summary>
internal sealed record FailedObject(string Key, DateTimeOffset Modified);

/// <summary>The JSON type of the cursor.</summary>
[JsonSerializable(typeof(CatchUpCursor))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class CatchUpJson : JsonSerializerContext;
