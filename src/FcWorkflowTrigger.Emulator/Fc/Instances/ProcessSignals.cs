using System.Runtime.InteropServices;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>Stops and continues a process this emulator has started. On Linux only.</summary>
internal static partial class ProcessSignals
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    // A process that has just ended cannot be signalled, and need not be.
    public static void Stop(int processId) => _ = Kill(processId, SigStop);

    public static void Continue(int processId) => _ = Kill(processId, SigCont);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
