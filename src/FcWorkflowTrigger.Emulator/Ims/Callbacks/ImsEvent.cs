using System.Globalization;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>An event that IMS sends in callbacks.</summary>
/// <param name="Type"><c>WorkflowTaskComplete</c> or <c>RegisterMediaComplete</c>.</param>
/// <param name="Key">The key of the object, for faults with <c>keyContains</c>.</param>
/// <param name="UserData">The user data of the caller. It can contain the callback address.</param>
internal sealed record ImsEvent(string Type, string Key, string? UserData, DateTimeOffset At, JsonObject Message)
{
    private static readonly long UserId = long.Parse(LocalAccount.AccountId, CultureInfo.InvariantCulture);

    /// <summary>The body of one callback, in one of the forms that a receiver must accept.</summary>
    public JsonObject Body(CallbackBody form) => form switch
    {
        CallbackBody.Enveloped => Envelope(UserId, Message.DeepClone()),
        CallbackBody.Text => Envelope(LocalAccount.AccountId, Message.ToJsonString()),
        CallbackBody.Flat => Flat(),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Callbacks have no such form."),
    };

    private JsonObject Envelope(JsonNode userId, JsonNode message) => new()
    {
        ["EventType"] = Type,
        ["UserId"] = userId,
        ["EventTime"] = ImsFormat.Time(At),
        ["MessageBody"] = message,
    };

    private JsonObject Flat()
    {
        var body = Message.DeepClone().AsObject();
        body["EventType"] = Type;
        body["EventTime"] = ImsFormat.Time(At);
        body["ModifiedTime"] = ImsFormat.Time(At);
        body["UserId"] = LocalAccount.AccountId;
        return body;
    }
}
