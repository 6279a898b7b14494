using System.Runtime.InteropServices;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Ends the command in order on a signal that would end the process. The second signal ends it at once.</summary>
internal sealed class TerminationSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _received = new();
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;

    public TerminationSignals() => _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _received.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _received.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = !_received.IsCancellationRequested;
        _received.Cancel();
    }
}
