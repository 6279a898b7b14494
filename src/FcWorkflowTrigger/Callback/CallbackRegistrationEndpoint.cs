using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Callback;

/// <summary>Puts the callback function together: an HTTP trigger, and an event trigger for callbacks that come through a queue.</summary>
internal static class CallbackRegistration
{
    public static void AddCallback(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(new CallbackCapability(settings.CallbackSecrets))
        .AddSingleton(settings.Signature)
        .AddSingleton<CallbackDoor>()
        .AddSingleton<StartRecording>()
        .AddSingleton<RunClosing>()
        .AddSingleton<RunFinisher>()
        .AddSingleton<ReadBack>()
        .AddSingleton<CallbackHandler>()
        .AddSingleton<CallbackEndpoint>()
        .AddSingleton<QueueHandler>()
        .AddSingleton<FunctionHandlers>(provider => new(
            provider.GetRequiredService<QueueHandler>().HandleAsync, provider.GetRequiredService<CallbackEndpoint>().AnswerAsync));
}
