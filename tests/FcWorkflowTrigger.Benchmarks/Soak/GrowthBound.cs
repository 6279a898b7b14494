namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>The growth of a process above which it counts as a leak.</summary>
/// <remarks>
/// The memory of a garbage-collected process rises by megabytes for minutes and then falls back. So the check compares the lowest level in the
/// last third of the samples with the lowest level in the first third. A leak grows with every upload, so the bound grows with the uploads.
/// </remarks>
internal static class GrowthBound
{
    // At 20 uploads per second, half an hour has 18,000 uploads between the thirds. A leak of 100 bytes for each is 1.7 MiB.
    private const double BytesPerUpload = 64;

    // The variation of the level of a process without a leak: if each third has had collections, and if a third may have had none. After
    // 11,000 requests the memory of reconcile stays constant; after some hundred requests it still grows by about one mebibyte.
    private const double FloorKibibytes = 1536;
    private const double CollectionCycleKibibytes = 8 * 1024;
    private const double CollectionCycleMinutes = 5;

    // Connection pools grow in bursts, up to 32 connections to each of two services. One leaked handle per hundred uploads is far more after half an hour.
    private const double Handles = 64;
    private const double Threads = 8;

    // From the middle of the first third to the middle of the last.
    private const double ShareBetween = 2.0 / 3;

    /// <summary>The allowed growth of the level of resident memory, in KiB.</summary>
    public static double Kibibytes(Footprint process, double uploadsAMinute) => Math.Max(
        IsShort(process) ? CollectionCycleKibibytes : FloorKibibytes,
        BytesPerUpload * UploadsBetween(process, uploadsAMinute) / 1024);

    /// <summary>The thirds are too short for a garbage collection in each. A small memory leak then looks the same as a collection cycle.</summary>
    public static bool IsShort(Footprint process) => process.Resident.Minutes / 3 < CollectionCycleMinutes;

    /// <summary>What a short load cannot detect; null if the load is long enough.</summary>
    public static string? Limitation(IReadOnlyList<Footprint> judged) => judged.Any(IsShort)
        ? FormattableString.Invariant($"A third of this load is shorter than {CollectionCycleMinutes} minutes: only a memory growth above {CollectionCycleKibibytes / 1024} MiB and a handle growth above {Handles} are detected.")
        : null;

    /// <summary>One sentence for each resource of the process that has grown too much.</summary>
    public static IEnumerable<string> Problems(Footprint process, double uploadsAMinute)
    {
        var (name, bound) = ($"{process.Role} (process {process.ProcessId})", Kibibytes(process, uploadsAMinute));

        if (process.Resident.LevelGrowth > bound)
        {
            yield return FormattableString.Invariant(
                $"MEMORY-GROWS: the lowest memory of {name} has grown by {process.Resident.LevelGrowth:0} KiB; {bound:0} KiB are allowed. Check what the last change keeps per event.");
        }

        if (process.Handles.LevelGrowth > Handles)
        {
            yield return FormattableString.Invariant(
                $"HANDLES-GROW: the lowest handle count of {name} has grown by {process.Handles.LevelGrowth:0}; {Handles} are allowed. Look for replies that are not disposed.");
        }

        if (process.Threads.LevelGrowth > Threads)
        {
            yield return FormattableString.Invariant(
                $"THREADS-GROW: the lowest thread count of {name} has grown by {process.Threads.LevelGrowth:0}; {Threads} are allowed. Look for calls that block.");
        }
    }

    private static double UploadsBetween(Footprint process, double uploadsAMinute) => uploadsAMinute * process.Resident.Minutes * ShareBetween;
}
