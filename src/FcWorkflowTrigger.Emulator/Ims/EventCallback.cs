namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The region's one global callback (IMS SetEventCallback documentation).</summary>
internal sealed record EventCallback(
    string CallbackType,
    string? CallbackURL,
    string? CallbackQueueName,
    string EventTypeList,
    string AuthSwitch,
    string? AuthKey)
{
    /// <summary>A URL or the name of a queue.</summary>
    public string? Address => CallbackType == "HTTP" ? CallbackURL : CallbackQueueName;

    public bool Includes(string eventType) => Address is not null && EventTypeList.Split(',').Contains(eventType);

    // The generated text of the record would contain the key. The key must never reach a log.
    public override string ToString() => $"EventCallback {{ {CallbackType}, {EventTypeList} }}";
}
