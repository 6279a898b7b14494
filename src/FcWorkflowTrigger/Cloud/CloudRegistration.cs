using FcWorkflowTrigger.Cloud.Connections;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Cloud;

/// <summary>Connects the program to the world outside this process.</summary>
internal static class CloudRegistration
{
    public static void AddCloud(this IServiceCollection services, CloudOptions options) => services
        .AddSingleton(provider => new ReadyConnections(FirstCalls(options), ServiceConnection.OpenAsync, provider.GetRequiredService<CloudClock>()))
        .AddSingleton<IServiceHttp>(provider => new ServiceHttp(
            provider.GetRequiredService<ReadyConnections>().ConnectAsync, provider.GetRequiredService<CloudClock>()))
        .AddSingleton(options.Ims)
        .AddSingleton(new Jitter(new Random()))
        .AddSingleton<Retry>()
        .AddSingleton<IOssClient>(provider => new OssClient(
            provider.GetRequiredService<IServiceHttp>(),
            Bucket(options),
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>()))
        .AddSingleton<IObjectReader>(provider => new ObjectReader(
            new(provider.GetRequiredService<IServiceHttp>(), provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CloudClock>()),
            options.OssEndpoint,
            options.Region))
        .AddSingleton(provider => new ImsRateLimiter(options.ImsCallsPerSecond, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IImsClient>(provider => new ImsClient(
            provider.GetRequiredService<IServiceHttp>(),
            options.Ims.Endpoint,
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>(),
            provider.GetRequiredService<ImsRateLimiter>()));

    // A run's marker and its claim are written at once, and IMS comes next.
    private static HttpOrigin[] FirstCalls(CloudOptions options) => [Bucket(options).Origin, Bucket(options).Origin, HttpOrigin.From(options.Ims.Endpoint)];

    private static OssAddress Bucket(CloudOptions options) => new(options.OssEndpoint, options.Bucket, options.Region);
}
