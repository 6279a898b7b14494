using System.IO.Compression;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The size of the published folder and of its zip file.</summary>
internal static class SizeMeasurement
{
    private const double Megabyte = 1e6;

    public static Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var (function, floor) = (Folder(bench.Subjects.FunctionFile), Folder(bench.Subjects.FloorFile));
        var (zipped, zippedFloor) = (Zipped(function), Zipped(floor));

        return Task.FromResult<IReadOnlyList<Row>>(
        [
            .. bench.Before is { } before ? new[] { Row.Count("published folder", "before", "MB", Size(Folder(before))), Row.Count("zip", "before", "MB", Zipped(before)) } : [],
            Row.Count("published folder", Subjects.FloorName, "MB", Size(floor)),
            Row.Count("published folder", "function", "MB", Size(function)) with { Ratio = Size(function) / Size(floor), Baseline = Subjects.FloorName },
            Row.Count("files in it", "function", "", function.GetFiles().Length, Target.AtMost(2)),
            Row.Count("zip", Subjects.FloorName, "MB", zippedFloor),
            Row.Count("zip", "function", "MB", zipped, Target.AtMost(8)) with { Ratio = zipped / zippedFloor, Baseline = Subjects.FloorName },
        ]);
    }

    /// <returns>The zip of the folder that a binary lies in, in MB.</returns>
    public static double Zipped(string file) => Zipped(Folder(file));

    private static DirectoryInfo Folder(string file) => new FileInfo(file).Directory!;

    private static double Size(DirectoryInfo folder) => folder.GetFiles().Sum(file => file.Length) / Megabyte;

    private static double Zipped(DirectoryInfo folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder.FullName, zip, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        return zip.Length / Megabyte;
    }
}
