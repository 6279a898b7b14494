using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Settings;

if (StartUp.ReadSettings() is not { } settings)
{
    return StartUp.Misconfigured;
}

var services = new ServiceCollection();

services.AddRuntime(settings, StartUp.Credentials()); // what Function Compute asks of every custom runtime
services.AddCloud(settings);                          // the world outside this process: OSS, IMS and the ledger
services.AddOutcomes(settings);                       // where the ends of runs are announced

switch (settings.Role)
{
    case FunctionRole.Ingest:
        services.AddIngest(settings); // event in: decide, claim, register, start
        break;
    case FunctionRole.Callback:
        services.AddCallback(settings); // callback in: check, read back, finish
        break;
    case FunctionRole.Reconcile:
        services.AddReconcile(settings); // timer in: finish what the other two missed
        break;
    default:
        throw new InvalidOperationException($"This binary has no function called '{settings.Role}'.");
}

await services.ServeAsync();
return 0;
