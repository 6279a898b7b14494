using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Settings;

if (StartUp.ReadSettings() is not { } settings)
{
    return StartUp.Misconfigured;
}

var builder = WebApplication.CreateEmptyBuilder(new());

builder.AddRuntime(settings, StartUp.Credentials()); // what Function Compute asks of every custom runtime
builder.Services.AddCloud(settings);                 // the world outside this process: OSS, IMS and the ledger
builder.Services.AddOutcomes(settings);              // who is told how runs end

switch (settings.Role)
{
    case FunctionRole.Ingest:
        builder.Services.AddIngest(settings); // event in: decide, claim, register, start
        break;
    case FunctionRole.Callback:
        builder.Services.AddCallback(settings); // callback in: check, read back, finish
        break;
    case FunctionRole.Reconcile:
        builder.Services.AddReconcile(settings); // whatever the other two missed
        break;
    default:
        throw new InvalidOperationException($"This binary has no function called '{settings.Role}'.");
}

var app = builder.Build();

switch (settings.Role)
{
    case FunctionRole.Ingest:
        app.MapIngest();
        break;
    case FunctionRole.Callback:
        app.MapCallback();
        break;
    case FunctionRole.Reconcile:
        app.MapReconcile();
        break;
    default:
        throw new InvalidOperationException($"This binary has no function called '{settings.Role}'.");
}

app.Run();
return 0;
