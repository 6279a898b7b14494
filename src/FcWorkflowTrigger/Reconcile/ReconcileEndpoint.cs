using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The function behind the timer.</summary>
internal static class ReconcileEndpoint
{
    public static void AddReconcile(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton<RunFinisher>()
        .AddSingleton<RunCheck>()
        .AddSingleton<ReconcileHandler>();

    public static void MapReconcile(this WebApplication app)
    {
        var handler = app.Services.GetRequiredService<ReconcileHandler>();
        app.Runtime().OnEvent = (_, context, cancellationToken) => handler.SweepAsync(context, cancellationToken);
    }
}
