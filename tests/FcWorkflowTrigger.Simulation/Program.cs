using FcWorkflowTrigger.Simulation.Commands;

return SimulationCommands.Create().Parse(args).Invoke();
