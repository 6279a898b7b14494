using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli;

/// <summary>One command under way: what the user has typed, where it connects, and where it writes. Results go to standard output, everything else to standard error.</summary>
internal sealed class Session(ParseResult parsed, Func<string, string?> variable, IAnsiConsole console)
{
    public ParseResult Parsed => parsed;

    public Func<string, string?> Variable => variable;

    public IAnsiConsole Console => console;

    /// <summary>The user wants JSON: one document, or one line a row of a list.</summary>
    public bool Json => parsed.GetValue(GlobalOptions.Json);

    public TextWriter Out => console.Profile.Out.Writer;

    public TextWriter Error => parsed.InvocationConfiguration.Error;

    /// <summary>A person can be asked: both directions are a terminal.</summary>
    public bool CanAsk => console.Profile.Out.IsTerminal && !System.Console.IsInputRedirected;

    public ConnectionRequest Request => new(
        parsed.GetValue(GlobalOptions.Local), parsed.GetValue(GlobalOptions.PortBase) ?? ConnectionRequest.DefaultPortBase, parsed.GetValue(GlobalOptions.Profile));

    /// <exception cref="OperationException">A variable or the profile is not valid.</exception>
    public CloudContext Open() => CloudContext.Open(Request, variable);

    public ProgressWriter StartProgress(string verb, int? total = null) =>
        new(Error, verb, total, TimeProvider.System, isTerminal: ReferenceEquals(Error, System.Console.Error) && !System.Console.IsErrorRedirected);

    public void WriteDocument<T>(T value, JsonTypeInfo<T> type) => Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A command as the user would type it for the same cloud.</summary>
    public string Command(string rest) => $"fcwt {rest}{ConnectionArguments}";

    private string ConnectionArguments => Request switch
    {
        { Local: true, PortBase: ConnectionRequest.DefaultPortBase } => " --local",
        { Local: true } local => $" --local --port-base {local.PortBase}",
        { Profile: { } profile } => $" --profile {profile}",
        _ => "",
    };
}
