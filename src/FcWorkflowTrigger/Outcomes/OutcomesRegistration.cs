using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Webhooks;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>What every function needs to announce outcomes, and the reconcile function to deliver them.</summary>
internal static class OutcomesRegistration
{
    public static void AddOutcomes(this IServiceCollection services, AppSettings settings)
    {
        // One for all endpoints, and not the services': it goes only where the open internet is.
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = new GuardedConnection(settings.Outcomes.AllowPrivate).ConnectAsync;
        var http = CloudHttp.CreateForStatus(handler);

        foreach (var endpoint in settings.Outcomes.Webhooks)
        {
            services.AddSingleton<IOutcomeSink>(provider => new WebhookSink(
                endpoint, settings.Outcomes, http, provider.GetRequiredService<TimeProvider>()));
        }

        services
            .AddSingleton<OutcomeOutbox>()
            .AddSingleton<OutcomeOutputs>()
            .AddSingleton<OutcomeDelivery>();
    }
}
