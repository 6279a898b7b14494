using FcWorkflowTrigger.Emulator.Commands;

return await CommandLine.Create().Parse(args).InvokeAsync();
