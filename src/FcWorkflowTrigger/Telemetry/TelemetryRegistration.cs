using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Metrics;
using FcWorkflowTrigger.Telemetry.Traces;

namespace FcWorkflowTrigger.Telemetry;

/// <summary>Registers what the reconcile function needs to export traces and metrics.</summary>
internal static class TelemetryRegistration
{
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options, string region) => services
        .AddSingleton(options)
        .AddSingleton(TelemetrySource.Create(region, options.Attributes, options.Function))
        .AddSingleton<IOtlpClient>(provider => new OtlpClient(options, CloudHttp.CreateForStatus(CloudHttp.CreateHandler()), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<TaskActivityReader>()
        .AddSingleton<RunStoryReader>()
        .AddSingleton<BudgetReader>()
        .AddSingleton<LevelReport>()
        .AddSingleton<DueEnds>()
        .AddSingleton<ExportCursors>()
        .AddSingleton<RunExport>()
        .AddSingleton(provider => new Lazy<RunExport>(provider.GetRequiredService<RunExport>));
}
