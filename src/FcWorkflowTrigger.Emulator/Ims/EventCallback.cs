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

    public bool Wants(string eventType) => Address is not null && EventTypeList.Split(',').Contains(eventType);

    // The key must never reach a log by way of the record's own text.
    public override string ToString() => $"EventCallback {{ {CallbackType}, {EventTypeList} }}";
}
