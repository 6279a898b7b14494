// Told to end, it first ends what it has started.
return await FcWorkflowTrigger.Benchmarks.Commands.CommandLine.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
