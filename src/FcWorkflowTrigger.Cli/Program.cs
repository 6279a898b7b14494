using FcWorkflowTrigger.Cli.Commands;
using Spectre.Console;

var console = AnsiConsole.Console;

if (Console.IsOutputRedirected)
{
    // A pipe has no width: rows stay whole, for grep and for people who read the file later.
    console.Profile.Width = 4096;
}

// The commands stop by themselves and say how to go on; only then the process ends.
return await CommandLine.Create(Environment.GetEnvironmentVariable, console).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
