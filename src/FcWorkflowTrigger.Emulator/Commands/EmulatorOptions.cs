using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The options of the command line.</summary>
/// <param name="PortBase">The port of OSS. IMS, Function Compute and the control routes use the next three ports.</param>
/// <param name="Data">The folder for the state; null keeps no state.</param>
/// <param name="Bootstrap">The function's binary; null takes the one built beside this program.</param>
/// <param name="Template">The deployment file; null looks for <c>s.yaml</c> here and upwards.</param>
internal sealed record EmulatorOptions(int PortBase, string? Data, string? Bootstrap, string? Template, ImsTimings Timings, bool Verbose)
{
    public const int DefaultPortBase = 9580;

    public CredentialSource Credentials { get; init; } = CredentialSource.Environment;

    /// <summary>Freeze each process between its requests.</summary>
    public bool Freeze { get; init; }

    /// <summary>Deliver every asynchronous event twice.</summary>
    public bool DuplicateEvents { get; init; }

    /// <summary>Serve OSS, IMS and Function Compute over https. The control routes stay as they are.</summary>
    public bool Tls { get; init; }

    /// <summary>Do not tell what happens.</summary>
    public bool Quiet { get; init; }

    /// <summary>Show traces and metrics of the functions in a browser.</summary>
    public bool Telemetry { get; init; }

    /// <summary>The functions deliver outcomes to the console's inbox.</summary>
    public bool Inbox { get; init; }

    public CallbackOptions Callbacks { get; init; } = new();

    public string OssUrl => ServiceUrl(0);

    public string ImsUrl => ServiceUrl(1);

    public string FcUrl => ServiceUrl(2);

    public string ControlUrl => Url("http", 3);

    /// <summary>The pages that show traces and metrics, with <see cref="Telemetry"/>.</summary>
    public string DashboardUrl => Url("http", 4);

    /// <summary>Where the functions send traces and metrics, with <see cref="Telemetry"/>.</summary>
    public string CollectorUrl => Url("http", 5);

    private string ServiceUrl(int offset) => Url(Tls ? "https" : "http", offset);

    private string Url(string scheme, int offset) => $"{scheme}://127.0.0.1:{PortBase + offset}";
}
