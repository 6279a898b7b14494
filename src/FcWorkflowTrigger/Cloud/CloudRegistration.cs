using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Cloud;

/// <summary>Connects the program to the world outside this process.</summary>
internal static class CloudRegistration
{
    public static void AddCloud(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(provider => new PrewarmedConnections(FirstCalls(settings), ServerConnection.OpenAsync, provider.GetRequiredService<CloudClock>()))
        .AddSingleton(provider => Http(provider.GetRequiredService<PrewarmedConnections>()))
        .AddSingleton(settings.Ims)
        .AddSingleton(new Jitter(new Random()))
        .AddSingleton<Retry>()
        .AddSingleton<IOssClient>(provider => new OssClient(
            provider.GetRequiredService<HttpMessageInvoker>(),
            Bucket(settings),
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>()))
        .AddSingleton<IObjectReader>(provider => new ObjectReader(
            new(provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CloudClock>()),
            settings.Ledger.Endpoint,
            settings.Region))
        .AddSingleton(provider => new ImsRateLimiter(settings.Start?.CallsPerSecond ?? 0, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IImsClient>(provider => new ImsClient(
            provider.GetRequiredService<HttpMessageInvoker>(),
            settings.Ims.Endpoint,
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>(),
            provider.GetRequiredService<ImsRateLimiter>()))
        .AddSingleton<IRunLedger>(provider => Ledger(settings, provider))
        .AddSingleton<RunJournal>()
        .AddSingleton<Permits>();

    // A run's marker and its claim are written at once, and IMS comes next.
    private static Uri[] FirstCalls(AppSettings settings) => [Bucket(settings).Root, Bucket(settings).Root, settings.Ims.Endpoint];

    private static HttpMessageInvoker Http(PrewarmedConnections prewarmed)
    {
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = prewarmed.ConnectAsync;
        return CloudHttp.Create(handler);
    }

    private static OssAddress Bucket(AppSettings settings) => new(settings.Ledger.Endpoint, settings.Ledger.Bucket, settings.Region);

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
