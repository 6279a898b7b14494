namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>How much a process may grow before it counts as leaking.</summary>
/// <remarks>
/// A collected process breathes: its memory rises by megabytes for minutes and falls back. So what is held against the bound is the level it
/// falls back to, in the last third of its watched life against the first. What leaks does so with every upload, so the bound grows with them.
/// </remarks>
internal static class GrowthBound
{
    // At 20 uploads a second, half an hour leaves 18,000 of them between the thirds: of 100 bytes each, 1.7 MiB.
    private const double BytesAnUpload = 64;

    // What the level of a flat process varies by where each third has seen collections, and where it may have seen none. A reconcile that
    // is asked 11,000 times stands still to the page; one that is asked some hundred times still warms up by a mebibyte or so.
    private const double FloorKibibytes = 1536;
    private const double BreathKibibytes = 8 * 1024;
    private const double MinutesOfABreath = 5;

    // Pools fill with bursts, up to 32 connections to each of two services. One handle lost in a hundred uploads is far more after half an hour.
    private const double Handles = 64;
    private const double Threads = 8;

    // From the middle of the first third to the middle of the last.
    private const double ShareBetween = 2.0 / 3;

    /// <summary>By how much the level of resident memory may rise, in KiB.</summary>
    public static double Kibibytes(Footprint process, double uploadsAMinute) => Math.Max(
        IsShort(process) ? BreathKibibytes : FloorKibibytes,
        BytesAnUpload * UploadsBetween(process, uploadsAMinute) / 1024);

    /// <summary>Its thirds are too short for each to see a collection: a small leak of memory is not told from a breath.</summary>
    public static bool IsShort(Footprint process) => process.Resident.Minutes / 3 < MinutesOfABreath;

    /// <summary>What a short load cannot tell, for whoever reads that nothing grows; null when it tells all.</summary>
    public static string? Reservation(IReadOnlyList<Footprint> judged) => judged.Any(IsShort)
        ? FormattableString.Invariant($"A third of this load is under {MinutesOfABreath} minutes: memory is judged only beyond {BreathKibibytes / 1024} MiB, handles beyond {Handles}.")
        : null;

    /// <summary>Everything about the process that grew; each a sentence.</summary>
    public static IEnumerable<string> Problems(Footprint process, double uploadsAMinute)
    {
        var (name, bound) = ($"{process.Role} (process {process.ProcessId})", Kibibytes(process, uploadsAMinute));

        if (process.Resident.LevelGrowth > bound)
        {
            yield return FormattableString.Invariant(
                $"MEMORY-GROWS: {name} falls back to {process.Resident.LevelGrowth:0} KiB more than at first; {bound:0} KiB are let pass. Look at what the last change keeps per event.");
        }

        if (process.Handles.LevelGrowth > Handles)
        {
            yield return FormattableString.Invariant(
                $"HANDLES-GROW: {name} never has fewer than {process.Handles.LevelGrowth:0} handles more than at first; {Handles} are let pass. Look for replies that are not disposed.");
        }

        if (process.Threads.LevelGrowth > Threads)
        {
            yield return FormattableString.Invariant(
                $"THREADS-GROW: {name} never has fewer than {process.Threads.LevelGrowth:0} threads more than at first; {Threads} are let pass. Look for calls that block.");
        }
    }

    private static double UploadsBetween(Footprint process, double uploadsAMinute) => uploadsAMinute * process.Resident.Minutes * ShareBetween;
}
