using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FcWorkflowTrigger.Operations.Acting;

/// <summary>What a person asks of the reconcile function. A field that is null is not sent, so that an older function understands what it can do.</summary>
/// <param name="Run">The run to decide about, or whose outcome to deliver again.</param>
/// <param name="Action"><c>resume</c>, <c>cancel</c> or <c>redrive</c>.</param>
/// <param name="Note">Kept in the ledger with the decision.</param>
/// <param name="Force">Redrive although a newer run succeeded or the object has changed.</param>
/// <param name="Deliveries"><c>resend</c> or <c>test</c>.</param>
/// <param name="End">The place of the end in the run's log; null for the last.</param>
/// <param name="Events"><c>replay</c></param>
/// <param name="Key">The key of the kept event, in the ledger's bucket.</param>
internal sealed record OperatorRequest(
    string? Run = null, string? Action = null, string? Note = null, bool? Force = null, string? Deliveries = null, int? End = null, string? Events = null, string? Key = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ActingJson.Default.OperatorRequest);

    /// <summary>Reads the answer to the request.</summary>
    /// <exception cref="FunctionException">The function has not answered as one that carries out decisions does.</exception>
    public static T ReadReply<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw Unanswered();
        }
        catch (JsonException)
        {
            throw Unanswered();
        }
    }

    // An older function keeps a request that it does not know under u/, and that is a success to Function Compute.
    private static FunctionException Unanswered() =>
        new("REPLY-EMPTY", "the function did not say what came of it; it may be older than this fcwt. Look with `fcwt runs show`, and deploy the function again.");
}

/// <summary>What came of an action on one run; a line of <c>--json</c>.</summary>
/// <param name="Ok">False when the function refused or failed.</param>
/// <param name="State">The state of the run afterwards, as the function reports it; null when it does not.</param>
/// <param name="Code">Why it was refused; a code of docs/operations.md.</param>
internal sealed record ActResult(string Run, string Action, bool Ok, string? State = null, string? RedrivenAs = null, string? Code = null, string? Reason = null);

/// <summary>Requests to reconcile.</summary>
[JsonSerializable(typeof(OperatorRequest))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ActingJson : JsonSerializerContext;
