using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.ConsolePage;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Oss;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The parts that only the console page uses.</summary>
internal sealed record ConsoleParts(
    ConsoleServer Server, EventFeed Feed, OssStore Oss, AsyncQueue Queue, CallbackSender Sender, EventLog Events, CallbackLog Callbacks, Inbox Inbox)
{
    /// <summary>Publishes from now on what happens.</summary>
    public void Publish(Story story, IEnumerable<Fc.Instances.FunctionPool> functions)
    {
        story.Told += line => Feed.Publish(line.Kind, JsonSerializer.Serialize(line, PartsJson.Default.StoryLine));
        Inbox.Received += delivery => Feed.Publish("delivery", JsonSerializer.Serialize(
            new(delivery.At, "delivery", $"{delivery.Id} answered {delivery.Answer}", IsBad: delivery.Answer != "200"), PartsJson.Default.StoryLine));

        foreach (var pool in functions)
        {
            pool.Output.Written += line => Feed.Publish("log", JsonSerializer.Serialize(new(pool.Function.Name, line), PartsJson.Default.LogLine));
        }
    }
}

/// <summary>One line that a function has written.</summary>
internal sealed record LogLine(string Function, string Line);

internal sealed record BucketView(string Name, int Objects, long Bytes);

internal sealed record ObjectView(string Key, long Size, string ETag, string Type, string ContentType, string StorageClass, DateTimeOffset LastModified, IReadOnlyDictionary<string, string> Tags);

/// <param name="Next">The key to go on after; null at the end.</param>
internal sealed record ObjectPage(IReadOnlyList<ObjectView> Objects, string? Next);

/// <param name="Text">Null for what is no text, or too long to show.</param>
internal sealed record ObjectContentView(ObjectView Object, IReadOnlyDictionary<string, string> Meta, string? Text);

/// <param name="Body">As it came.</param>
internal sealed record EventView(string RequestId, string Function, DateTimeOffset At, string Body);

internal sealed record EventInput(string Function, string Body);

/// <param name="Url">Without its query, which holds a capability.</param>
internal sealed record CallbackView(int Id, DateTimeOffset At, string Type, string Key, string Url, int? Status, int Attempt, string Body);

/// <param name="Body">Null sends it as it was.</param>
internal sealed record CallbackInput(string? Body = null);

/// <param name="Status">Null if no answer came in time.</param>
internal sealed record CallbackAnswer(int? Status);

internal sealed record InboxView(string Answer, IReadOnlyList<Delivery> Deliveries);

internal sealed record InboxInput(string Answer);

/// <summary>The JSON of the routes that the console page uses.</summary>
[JsonSerializable(typeof(CallbackAnswer))]
[JsonSerializable(typeof(CallbackInput))]
[JsonSerializable(typeof(EventInput))]
[JsonSerializable(typeof(InboxInput))]
[JsonSerializable(typeof(InboxView))]
[JsonSerializable(typeof(IReadOnlyList<BucketView>))]
[JsonSerializable(typeof(IReadOnlyList<CallbackView>))]
[JsonSerializable(typeof(IReadOnlyList<EventView>))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(ObjectContentView))]
[JsonSerializable(typeof(ObjectPage))]
[JsonSerializable(typeof(StoryLine))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class PartsJson : JsonSerializerContext;
