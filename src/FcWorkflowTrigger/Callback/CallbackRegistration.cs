using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Callback.Queue;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Callback;

/// <summary>Puts the callback function together: an HTTP trigger, and an event trigger for callbacks that come through a queue.</summary>
internal static class CallbackRegistration
{
    public static void AddCallback(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(new CallbackCapability(settings.CallbackSecrets))
        .AddSingleton(settings.Signature)
        .AddSingleton<CallbackAuthenticator>()
        .AddSingleton<StartRecorder>()
        .AddSingleton<RunCloser>()
        .AddSingleton<RunFinisher>()
        .AddSingleton<TaskReadBack>()
        .AddSingleton<CallbackHandler>()
        .AddSingleton<CallbackEndpoint>()
        .AddSingleton<QueueHandler>()
        .AddSingleton<FunctionHandlers>(provider => new(
            provider.GetRequiredService<QueueHandler>().HandleAsync, provider.GetRequiredService<CallbackEndpoint>().AnswerAsync));
}
