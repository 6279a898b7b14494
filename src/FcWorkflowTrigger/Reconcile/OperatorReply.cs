using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>What reconcile answers to an operator's decision about a run.</summary>
/// <param name="State">The state of the run now, in one word; after a redrive, the state of the new run.</param>
/// <param name="RedrivenAs">The id of the new run; null for other actions.</param>
internal sealed record OperatorReply(string Run, string Action, string State, string? RedrivenAs = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReconcileJson.Default.OperatorReply);
}

/// <summary>What reconcile answers when an outcome is sent again: the next sweep delivers it.</summary>
/// <param name="WebhookId">The id that the receivers know the outcome by.</param>
internal sealed record ResendReply(string Run, int End, string WebhookId)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReconcileJson.Default.ResendReply);
}

/// <summary>What each receiver answered to a test event.</summary>
internal sealed record DeliveryTestReply(string WebhookId, IReadOnlyList<ReceiverResult> Receivers)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReconcileJson.Default.DeliveryTestReply);
}

/// <param name="Receiver">The name of the receiver, as in the log; never its address.</param>
/// <param name="Result"><c>delivered</c>, <c>gone</c>, or why it was not delivered.</param>
internal sealed record ReceiverResult(string Receiver, string Result);

/// <summary>What reconcile answers when a kept event was handled: it is not kept any more.</summary>
internal sealed record ReplayReply(string Key)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReconcileJson.Default.ReplayReply);
}

/// <summary>The JSON types of the answers to operators.</summary>
[JsonSerializable(typeof(OperatorReply))]
[JsonSerializable(typeof(ResendReply))]
[JsonSerializable(typeof(DeliveryTestReply))]
[JsonSerializable(typeof(ReplayReply))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ReconcileJson : JsonSerializerContext;
