using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Cloud;

/// <summary>Registers the clients of OSS and IMS.</summary>
internal static class CloudRegistration
{
    public static void AddCloud(this IServiceCollection services, CloudOptions options) => services
        .AddSingleton(provider => new PrewarmedConnections(FirstCalls(options), ServerConnection.OpenAsync, provider.GetRequiredService<CloudClock>()))
        .AddSingleton(provider => Http(provider.GetRequiredService<PrewarmedConnections>()))
        .AddSingleton(options.Ims)
        .AddSingleton(new Jitter(new Random()))
        .AddSingleton<Retry>()
        .AddSingleton<IOssClient>(provider => new OssClient(
            provider.GetRequiredService<HttpMessageInvoker>(),
            Bucket(options),
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>()))
        .AddSingleton(provider => new ObjectReader(
            new(provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CloudClock>()),
            options.OssEndpoint,
            options.Region))
        .AddSingleton<IObjectReader>(provider => provider.GetRequiredService<ObjectReader>())
        .AddSingleton<IObjectTagger>(provider => provider.GetRequiredService<ObjectReader>())
        .AddSingleton(provider => new ImsRateLimiter(options.Ims.CallsPerSecond, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IImsClient>(provider => new ImsClient(
            provider.GetRequiredService<HttpMessageInvoker>(),
            options.Ims.Endpoint,
            provider.GetRequiredService<CredentialStore>(),
            provider.GetRequiredService<CloudClock>(),
            provider.GetRequiredService<ImsRateLimiter>()));

    // The first calls of a run: its marker and its claim at the same time, then IMS.
    private static Uri[] FirstCalls(CloudOptions options) => [Bucket(options).Root, Bucket(options).Root, options.Ims.Endpoint];

    private static HttpMessageInvoker Http(PrewarmedConnections prewarmed)
    {
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = prewarmed.ConnectAsync;
        return CloudHttp.Create(handler);
    }

    private static OssAddress Bucket(CloudOptions options) => new(options.OssEndpoint, options.Bucket, options.Region);
}
