namespace FcWorkflowTrigger.Uploads;

/// <summary>A CloudEvents 1.0 envelope around one OSS event, as an EventBridge trigger sends it.</summary>
/// <remarks>EventBridge documentation, "OSS events". Sample: events/object-created-eventbridge.json.</remarks>
internal sealed record EventBridgeEvent(OSSEventEntry Data);
