using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Oss;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Services;

/// <summary>Connects the program to the world outside this process.</summary>
internal static class ServicesRegistration
{
    public static void AddCloud(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(_ => new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        })
        {
            // Every call brings its own time-out.
            Timeout = Timeout.InfiniteTimeSpan,
        })
        .AddSingleton(settings.Ims)
        .AddSingleton(new Jitter(new Random()))
        .AddSingleton<Retry>()
        .AddSingleton<IOssClient>(provider => new OssClient(
            provider.GetRequiredService<HttpClient>(),
            new(settings.Ledger.Endpoint, settings.Ledger.Bucket, settings.Region),
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>()))
        .AddSingleton<IObjectReader>(provider => new ObjectReader(
            new(provider.GetRequiredService<HttpClient>(), provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CloudClock>()),
            settings.Ledger.Endpoint,
            settings.Region))
        .AddSingleton(provider => new ImsPace(settings.Start?.CallsPerSecond ?? 0, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IImsClient>(provider => new ImsClient(
            provider.GetRequiredService<HttpClient>(),
            settings.Ims.Endpoint,
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>(),
            provider.GetRequiredService<ImsPace>()))
        .AddSingleton<IRunLedger>(provider => Ledger(settings, provider))
        .AddSingleton<RunJournal>()
        .AddSingleton<Permits>();

    private static IRunLedger Ledger(AppSettings settings, IServiceProvider provider)
    {
        var (oss, retry, clock) = (
            provider.GetRequiredService<IOssClient>(), provider.GetRequiredService<Retry>(), provider.GetRequiredService<TimeProvider>());

        return settings.Ledger.Mode switch
        {
            LedgerMode.Slots => new SlotRunLedger(oss, retry, clock),
            LedgerMode.Append => new AppendRunLedger(oss, retry, clock),
            var mode => throw new InvalidOperationException($"No ledger works in mode {mode}."),
        };
    }
}
