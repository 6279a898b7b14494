// After a signal to stop, the program first stops the processes that it has started.
return await FcWorkflowTrigger.Benchmarks.Commands.CommandLine.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
