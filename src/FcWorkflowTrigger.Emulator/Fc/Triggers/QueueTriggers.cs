using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Triggers;

/// <summary>EventBridge triggers of message queues: send the event of a message to every function with a trigger for the queue.</summary>
internal sealed class QueueTriggers(IReadOnlyList<FunctionConfig> functions, AsyncQueue events, EmulatorClock clock, DataFolder data, CancellationToken stopping)
{
    /// <param name="subject">The text that <c>keyContains</c> of a fault is compared with.</param>
    /// <returns>False if no function has a trigger for the queue. The message would then wait in the queue.</returns>
    public async Task<bool> OnWrittenAsync(string queue, string message, string subject)
    {
        var listening = functions
            .Where(function => function.Triggers.OfType<TriggerConfig.Queue>().Any(trigger => trigger.QueueName == queue))
            .ToArray();

        foreach (var function in listening)
        {
            var document = Encoding.UTF8.GetBytes(Document(queue, message).ToJsonString());
            await data.UntilSavedAsync(() => events.Accept(function.Name, document, subject), stopping);
        }

        return listening.Length > 0;
    }

    /// <summary>EventBridge documentation, "Custom event source of the SMQ type".</summary>
    private JsonObject Document(string queue, string message)
    {
        var now = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        return new()
        {
            ["id"] = RequestIds.New(),
            ["source"] = "acs:mns",
            ["specversion"] = "1.0",
            ["type"] = "mns:Queue:SendMessage",
            ["datacontenttype"] = "application/json; charset=utf-8",
            ["subject"] = $"acs:mns:{LocalAccount.Region}:{LocalAccount.AccountId}:queues/{queue}",
            ["time"] = now,
            ["aliyunpublishtime"] = now,
            ["aliyuneventbusname"] = "local",
            ["data"] = new JsonObject
            {
                ["requestId"] = RequestIds.New(),
                ["messageId"] = RequestIds.New(),
                ["messageBody"] = message,
            },
        };
    }
}
