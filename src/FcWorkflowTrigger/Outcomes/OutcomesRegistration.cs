using FcWorkflowTrigger.Outcomes.Webhooks;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>What every function needs to announce outcomes, and the reconcile function to deliver them.</summary>
internal static class OutcomesRegistration
{
    public static void AddOutcomes(this IServiceCollection services, AppSettings settings)
    {
        // One client for all endpoints, made when the first is called.
        var http = new Lazy<HttpClient>(() => new(new GuardedConnection(settings.Outcomes.AllowPrivate).Handler()) { Timeout = Timeout.InfiniteTimeSpan });

        foreach (var endpoint in settings.Outcomes.Webhooks)
        {
            services.AddSingleton<IOutcomeSink>(provider => new WebhookSink(
                endpoint, settings.Outcomes, http.Value, provider.GetRequiredService<TimeProvider>()));
        }

        services
            .AddSingleton<OutcomeOutbox>()
            .AddSingleton<OutcomeOutputs>()
            .AddSingleton<OutcomeDelivery>();
    }
}
