using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Cli.Initializing;
using Spectre.Console;

var console = AnsiConsole.Console;

if (Console.IsOutputRedirected)
{
    // A pipe has no width: rows stay whole, for grep and for people who read the file later.
    console.Profile.Width = 4096;
}

// What init wrote for this folder's deployment counts where the environment says nothing.
var here = new Lazy<IReadOnlyDictionary<string, string>>(() => EnvironmentFile.Read(EnvironmentFile.Name));

// The commands stop by themselves and say how to go on; only then the process ends.
return await CommandLine.Create(name => Environment.GetEnvironmentVariable(name) ?? here.Value.GetValueOrDefault(name), console).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
