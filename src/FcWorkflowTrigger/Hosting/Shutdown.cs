using System.Runtime.InteropServices;

namespace FcWorkflowTrigger.Hosting;

/// <summary>The end of this process, asked for by Function Compute (SIGTERM), by a person at a terminal (SIGINT), or from inside.</summary>
internal sealed class Shutdown : IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;

    public Shutdown() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask), PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask)];

    /// <summary>Completes when the process shall end.</summary>
    public Task Asked => _asked.Task;

    public void Ask() => _asked.TrySetResult();

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    // Cancelled, because otherwise the runtime would end the process with requests unanswered.
    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Ask();
    }
}
