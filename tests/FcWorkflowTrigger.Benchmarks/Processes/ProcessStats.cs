using System.Globalization;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>Statistics of a process from Linux (proc(5)).</summary>
internal sealed class ProcessStats(int pid)
{
    /// <summary>Resident memory now, in MiB.</summary>
    public double ResidentMebibytes => Status("VmRSS:") / 1024.0;

    /// <summary>The highest resident memory so far, in MiB.</summary>
    public double PeakMebibytes => Status("VmHWM:") / 1024.0;

    /// <summary>The number of open files, sockets and other handles.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    public int Threads => (int)Status("Threads:");

    /// <summary>The processor time of its threads, in nanoseconds, without threads that have ended.</summary>
    public double ProcessorNanoseconds() => Directory.GetDirectories($"/proc/{pid}/task").Sum(ThreadNanoseconds);

    private static double ThreadNanoseconds(string folder)
    {
        try
        {
            return double.Parse(File.ReadAllText($"{folder}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The thread ended after the folder was listed.
            return 0;
        }
    }

    private long Status(string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture);
    }
}
