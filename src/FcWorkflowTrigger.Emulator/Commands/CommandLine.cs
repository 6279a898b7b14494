using System.CommandLine;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Ims;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary><c>up</c> and <c>demo</c>, and what both can be told.</summary>
internal static class CommandLine
{
    private static readonly Option<int?> PortBase = new("--port-base") { Description = $"First of the four ports used (default {EmulatorOptions.DefaultPortBase})." };
    private static readonly Option<string?> Data = new("--data") { Description = "Keep state in this folder, across restarts." };
    private static readonly Option<string?> Bootstrap = new("--bootstrap") { Description = "Run this binary as the functions (default: the one built beside the emulator)." };
    private static readonly Option<string?> Template = new("--template") { Description = "Deploy from this file (default: s.yaml here or above)." };
    private static readonly Option<double> Preparing = new("--preparing") { Description = "Seconds until an asset is ready.", DefaultValueFactory = _ => 2.5 };
    private static readonly Option<double> Processing = new("--processing") { Description = "Seconds a workflow then takes.", DefaultValueFactory = _ => 3 };
    private static readonly Option<double> ListLag = new("--list-lag") { Description = "Seconds until a task shows in listings.", DefaultValueFactory = _ => 0 };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show the functions' logs." };

    public static RootCommand Create() => new("OSS, IMS and Function Compute on this machine, for FcWorkflowTrigger.")
    {
        Command("up", "Starts everything on 127.0.0.1, says 'ready', and serves until it is ended.", UpCommand.RunAsync),
        Command("demo", "Starts everything, uploads one object, tells its story to the end, and exits 0.", DemoCommand.RunAsync),
    };

    private static Command Command(string name, string description, Func<EmulatorOptions, bool, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { PortBase, Data, Bootstrap, Template, Preparing, Processing, ListLag, Verbose };
        command.SetAction((parsed, cancellationToken) => GuardedAsync(() => run(Options(parsed), parsed.GetValue(PortBase) is not null, cancellationToken)));
        return command;
    }

    private static EmulatorOptions Options(ParseResult parsed) => new(
        parsed.GetValue(PortBase) ?? EmulatorOptions.DefaultPortBase,
        parsed.GetValue(Data),
        parsed.GetValue(Bootstrap),
        parsed.GetValue(Template),
        new ImsTimings(
            TimeSpan.FromSeconds(parsed.GetValue(Preparing)), TimeSpan.FromSeconds(parsed.GetValue(Processing)), TimeSpan.FromSeconds(parsed.GetValue(ListLag))),
        parsed.GetValue(Verbose));

    private static async Task<int> GuardedAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception problem) when (problem is EmulatorException or TemplateException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }
}
