using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>IMS SetEventCallback and GetEventCallback.</summary>
internal static class EventCallbacks
{
    public static JsonObject Set(ImsCall call, ImsContext ims)
    {
        var type = call.Required("CallbackType");
        var key = call["AuthKey"];

        if (type is not ("HTTP" or "MNS"))
        {
            throw ImsError.Invalid("CallbackType");
        }

        if (call["AuthSwitch"] == "on" && !IsKey(key))
        {
            throw ImsError.Invalid("AuthKey");
        }

        ims.State.Set(new(
            type,
            call.Limited("CallbackURL", 256),
            call["CallbackQueueName"],
            call["EventTypeList"] ?? "",
            call["AuthSwitch"] ?? "off",
            key));
        return new() { ["Success"] = true };
    }

    public static JsonObject Get(ImsCall call, ImsContext ims) => ims.State.EventCallback is not { } callback ? [] : new()
    {
        ["CallbackType"] = callback.CallbackType,
        ["CallbackURL"] = callback.CallbackURL,
        ["CallbackQueueName"] = callback.CallbackQueueName,
        ["EventTypeList"] = callback.EventTypeList,
        ["AuthSwitch"] = callback.AuthSwitch,
        ["AuthKey"] = callback.AuthKey,
    };

    private static bool IsKey(string? key) =>
        key is { Length: > 0 and <= 32 } && key.Any(char.IsAsciiLetterUpper) && key.Any(char.IsAsciiLetterLower) && key.Any(char.IsAsciiDigit);
}
