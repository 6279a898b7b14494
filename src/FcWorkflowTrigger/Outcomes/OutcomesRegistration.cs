using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Outcomes.Webhooks;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>Registers what every function needs to announce outcomes, and what the reconcile function needs to deliver them.</summary>
internal static class OutcomesRegistration
{
    public static void AddOutcomes(this IServiceCollection services, OutcomeOptions options)
    {
        if (options.Webhooks.Count > 0)
        {
            services.AddWebhooks(options);
        }

        services
            .AddSingleton(provider => new Outbox(
                provider.GetRequiredService<IOssClient>(),
                provider.GetRequiredService<Retry>(),
                provider.GetRequiredService<TimeProvider>(),
                isUsed: options.IsAnnounced || provider.GetServices<IOutcomeSink>().Any(sink => sink.IsReceiver)))
            .AddSingleton<OutcomeOutputs>()
            .AddSingleton<DueOutcomeReader>()
            .AddSingleton<OutcomeDelivery>();
    }

    /// <summary>For the function that delivers: the objects of runs are marked, where their rules ask for that.</summary>
    public static void AddObjectMarks(this IServiceCollection services) => services
        .AddSingleton<EndedMarks>()
        .AddSingleton<IOutcomeSink, ObjectMarkSink>();

    private static void AddWebhooks(this IServiceCollection services, OutcomeOptions options)
    {
        // One client for all endpoints. It is not the client of the services, because it connects only to the public internet.
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = new GuardedConnection(options.AllowPrivate).ConnectAsync;
        var http = CloudHttp.CreateForStatus(handler);

        foreach (var endpoint in options.Webhooks)
        {
            services.AddSingleton<IOutcomeSink>(provider => new WebhookSink(
                endpoint, options, http, provider.GetRequiredService<TimeProvider>()));
        }
    }
}
