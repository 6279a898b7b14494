using System.Runtime.InteropServices;

namespace FcWorkflowTrigger.Benchmarks.Reporting;

/// <summary>The machine of the measurements. Without it, the numbers mean nothing.</summary>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime)
{
    public static Machine This() => new(
        ModelName() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string? ModelName() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
