using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>One entry of <c>CATCH_UP</c>: <c>oss://bucket/prefix since 2h</c>.</summary>
/// <param name="Prefix">What the keys begin with; empty for the whole bucket.</param>
/// <param name="Since">How old an object may be and still be taken: from <see cref="ShortestSince"/> to <see cref="LongestSince"/>.</param>
internal sealed partial record CatchUpPlace(string Bucket, string Prefix, TimeSpan Since)
{
    // OSS documentation, "Object naming conventions".
    private const int MaxKeyBytes = 1023;

    /// <summary>An object is looked at from its tenth minute on. In less than an hour a few sweeps that fail would let it grow too old.</summary>
    public static TimeSpan ShortestSince { get; } = TimeSpan.FromHours(1);

    /// <summary>Far less than the ledger remembers. What is older is work for a backfill, whose plan a person sees first.</summary>
    public static TimeSpan LongestSince { get; } = TimeSpan.FromDays(7);

    /// <summary>The limits of <see cref="Since"/> as people write them.</summary>
    public static string Limits { get; } = $"{Duration.Format(ShortestSince)} to {Duration.Format(LongestSince)}";

    /// <summary><see cref="Since"/> as people write it.</summary>
    public string SinceText => Duration.Format(Since);

    /// <summary>What a person may write, for an error message.</summary>
    public const string Form = "oss://bucket/prefix since 2h";

    /// <returns>False for a text of another form; the limits of <see cref="Since"/> are not looked at.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out CatchUpPlace? place)
    {
        place = Entry().Match(text) is { Success: true } entry
            && Duration.TryParse(entry.Groups["since"].Value.Replace(" ", "", StringComparison.Ordinal), out var since)
            && Encoding.UTF8.GetByteCount(entry.Groups["prefix"].Value) <= MaxKeyBytes
            ? new(entry.Groups["bucket"].Value, entry.Groups["prefix"].Value, since)
            : null;
        return place is not null;
    }

    /// <summary>The place without its time: <c>oss://bucket/prefix</c>.</summary>
    public override string ToString() => $"oss://{Bucket}/{Prefix}";

    // The last "since" counts: a prefix may hold spaces.
    [GeneratedRegex("^oss://(?<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])/(?<prefix>(?!/).*) since (?<since>[^ ]+ ?[smhd]|[^ ]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();
}
