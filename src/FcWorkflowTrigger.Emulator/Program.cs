using System.CommandLine;

return new RootCommand("OSS, IMS and Function Compute on this machine, for FcWorkflowTrigger.").Parse(args).Invoke();
