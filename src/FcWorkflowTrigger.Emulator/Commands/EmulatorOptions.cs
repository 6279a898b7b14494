using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>What the command line decides.</summary>
/// <param name="PortBase">OSS listens here, IMS, Function Compute and the control routes on the next three.</param>
/// <param name="Data">Where state is kept; null keeps none.</param>
/// <param name="Bootstrap">The function's binary; null takes the one built beside this program.</param>
/// <param name="Template">The deployment file; null looks for <c>s.yaml</c> here and upwards.</param>
internal sealed record EmulatorOptions(int PortBase, string? Data, string? Bootstrap, string? Template, ImsTimings Timings, bool Verbose)
{
    public const int DefaultPortBase = 9580;

    public CredentialSource Credentials { get; init; } = CredentialSource.Environment;

    /// <summary>Stop each process between its requests.</summary>
    public bool Freeze { get; init; }

    /// <summary>Deliver every asynchronous event twice.</summary>
    public bool DuplicateEvents { get; init; }

    public CallbackOptions Callbacks { get; init; } = new();

    public string OssUrl => Url(0);

    public string ImsUrl => Url(1);

    public string FcUrl => Url(2);

    public string ControlUrl => Url(3);

    private string Url(int offset) => $"http://127.0.0.1:{PortBase + offset}";
}
