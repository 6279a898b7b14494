using FcWorkflowTrigger.Cli.Commands;

return await CommandLine.Create(Environment.GetEnvironmentVariable, Spectre.Console.AnsiConsole.Console).Parse(args).InvokeAsync();
