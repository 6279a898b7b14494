using FcWorkflowTrigger.Emulator.Commands;

using var signals = new TerminationSignals();
return await CommandLine.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null }, signals.Token);
