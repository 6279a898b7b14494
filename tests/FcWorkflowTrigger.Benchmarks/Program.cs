return await FcWorkflowTrigger.Benchmarks.Commands.CommandLine.Create().Parse(args).InvokeAsync();
