using System.Runtime.InteropServices;

namespace FcWorkflowTrigger.Hosting;

/// <summary>The request to end this process: from Function Compute (SIGTERM), from a terminal (SIGINT), or from the process itself.</summary>
internal sealed class Shutdown : IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;

    public Shutdown() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask), PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask)];

    /// <summary>Completes when the process was asked to end.</summary>
    public Task Asked => _asked.Task;

    public void Ask() => _asked.TrySetResult();

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    // Cancelled, because otherwise the runtime would end the process before its requests are answered.
    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Ask();
    }
}
