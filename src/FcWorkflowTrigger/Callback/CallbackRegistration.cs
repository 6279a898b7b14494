using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Callback.Queue;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback;

/// <summary>Registers the services of the callback function: an HTTP trigger, and an event trigger for callbacks that come through a queue.</summary>
internal static class CallbackRegistration
{
    public static void AddCallback(this IServiceCollection services, CallbackOptions options) => services
        .AddSingleton(new CallbackCapability(options.Secrets))
        .AddSingleton(options)
        .AddSingleton(options.Signature)
        .AddSingleton<CallbackAuthenticator>()
        .AddSingleton<TaskReadBack>()
        .AddSingleton<CallbackHandler>()
        .AddSingleton<CallbackEndpoint>()
        .AddSingleton<QueueHandler>()
        .AddSingleton<FunctionHandlers>(provider => new(
            options.Queue is null ? null : FunctionHandlers.WithoutReply(provider.GetRequiredService<QueueHandler>().HandleAsync), provider.GetRequiredService<CallbackEndpoint>().HandleAsync));
}
