using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Telemetry;

if (StartUp.ReadSettings() is not { } settings)
{
    return StartUp.Misconfigured;
}

var services = new ServiceCollection();

services.AddRuntime(settings.Hosting, StartUp.Credentials()); // what Function Compute asks of every custom runtime
services.AddCloud(settings.Cloud);                            // the world outside this process: OSS and IMS
services.AddLedger(settings.Ledger);                          // the durable memory of every run
services.AddRuns();                                           // what happens to a run
services.AddOutcomes(settings.Outcomes);                      // which systems are sent how runs end

switch (settings)
{
    case { Role: FunctionRole.Ingest, Start: { } start }:
        services.AddStarts(settings.Rules, start); // claim, register, start, recover
        services.AddIngest(settings.Ingest);       // event in: decide, then start
        break;
    case { Role: FunctionRole.Callback }:
        services.AddCallback(settings.Callback); // callback in: check, read back, finish
        break;
    case { Role: FunctionRole.Reconcile, Start: { } start }:
        services.AddStarts(settings.Rules, start);
        services.AddReconcile(settings.Ingest, settings.CatchUp);      // what the other two missed
        services.AddTelemetry(settings.Telemetry, settings.Region);    // who is told of ended runs, for traces and metrics
        break;
    default:
        throw new InvalidOperationException($"This binary has no function called '{settings.Role}'.");
}

await services.ServeAsync();
return 0;
