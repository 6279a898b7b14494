using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Oss;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Registers the ledger, which every function needs.</summary>
internal static class LedgerRegistration
{
    public static void AddLedger(this IServiceCollection services, LedgerOptions options) => services
        .AddSingleton(options)
        .AddSingleton<IRunLedger>(provider => Create(
            options.Mode,
            provider.GetRequiredService<IOssClient>(),
            provider.GetRequiredService<Retry>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<LedgerVersioningCheck>()
        .AddSingleton<IdenticalPlaces>()
        .AddSingleton<RunIndex>()
        .AddSingleton<KeptEvents>()
        .AddSingleton<Permits>();

    public static IRunLedger Create(LedgerMode mode, IOssClient oss, Retry retry, TimeProvider clock) => mode switch
    {
        LedgerMode.Slots => new SlotRunLedger(oss, retry, clock),
        LedgerMode.Append => new AppendRunLedger(oss, retry, clock),
        _ => throw new InvalidOperationException($"The ledger mode {mode} is not known."),
    };
}
