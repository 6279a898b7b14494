using System.Globalization;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>What Linux knows of a process (proc(5)).</summary>
internal sealed class ProcessStats(int pid)
{
    /// <summary>Resident memory now, in MiB.</summary>
    public double ResidentMebibytes => Status("VmRSS:") / 1024.0;

    /// <summary>Resident memory at its highest, in MiB.</summary>
    public double PeakMebibytes => Status("VmHWM:") / 1024.0;

    /// <summary>Files, sockets and whatever else it holds open.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    public int Threads => (int)Status("Threads:");

    /// <summary>Time its threads have spent on a processor, in nanoseconds. Those of ended threads are not in it.</summary>
    public double ProcessorNanoseconds() => Directory.GetDirectories($"/proc/{pid}/task").Sum(OfThread);

    private static double OfThread(string folder)
    {
        try
        {
            return double.Parse(File.ReadAllText($"{folder}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The thread ended between the listing and the reading.
            return 0;
        }
    }

    private long Status(string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture);
    }
}
