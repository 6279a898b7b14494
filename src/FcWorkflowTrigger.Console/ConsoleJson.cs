using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.ConsolePage.Runs;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;

namespace FcWorkflowTrigger.ConsolePage;

/// <summary>What the page asks for first.</summary>
/// <param name="Cloud">The local cloud, or region and bucket.</param>
/// <param name="IsLocal">The routes of the local cloud are there too.</param>
/// <param name="CanAct">Resume, cancel and redrive are allowed.</param>
internal sealed record ConsoleFacts(string Cloud, bool IsLocal, bool CanAct, DateTimeOffset Now, IReadOnlyList<string> States);

/// <summary>Everything about one run.</summary>
/// <param name="Records">As they are in the ledger.</param>
/// <param name="Event">As it came; null where it is not known.</param>
/// <param name="Log">The log lines of the requests that worked on the run.</param>
/// <param name="Actions">What a person may do: <c>resume</c>, <c>cancel</c>, <c>redrive</c>.</param>
internal sealed record RunDetail(
    ShowReport Show, IReadOnlyList<RunStep> Steps, IReadOnlyList<JsonElement> Records, string? Event, IReadOnlyList<string> Log, IReadOnlyList<string> Actions, DateTimeOffset Now);

/// <summary>The rules file.</summary>
/// <param name="File">Null when there is none at hand; <paramref name="Problems"/> then says so.</param>
/// <param name="Hash">SHA-256, as claims record it; null when the file is not valid.</param>
internal sealed record RulesReport(string? File, string? Text, string? Hash, IReadOnlyList<string> Problems);

/// <param name="Size">Bytes; null asks about the object as it is now.</param>
internal sealed record ExplainRequest(string Object, long? Size = null, string? ContentType = null, IReadOnlyDictionary<string, string>? Meta = null);

/// <param name="Action"><c>resume</c>, <c>cancel</c> or <c>redrive</c>.</param>
internal sealed record ActRequest(string Action, string? Note = null, bool Force = false);

/// <param name="Probe">Also what only a write can tell, as <c>doctor --probe</c> does.</param>
internal sealed record DoctorRequest(bool Probe);

/// <summary>What <c>status</c> says.</summary>
/// <param name="Needs">What a person must look at; empty when no person is needed.</param>
internal sealed record HealthReport(StatusReport Status, IReadOnlyList<string> Needs);

internal sealed record ConsoleError(string Code, string Message);

/// <summary>The JSON of the page's own routes. They are no contract: the page and the server are one program.</summary>
[JsonSerializable(typeof(ActRequest))]
[JsonSerializable(typeof(ActResult))]
[JsonSerializable(typeof(ChartsReport))]
[JsonSerializable(typeof(CheckResult[]))]
[JsonSerializable(typeof(ConsoleError))]
[JsonSerializable(typeof(ConsoleFacts))]
[JsonSerializable(typeof(DoctorRequest))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(RulesReport))]
[JsonSerializable(typeof(RunDetail))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(RunsPage))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true)]
internal sealed partial class ConsoleJson : JsonSerializerContext;
