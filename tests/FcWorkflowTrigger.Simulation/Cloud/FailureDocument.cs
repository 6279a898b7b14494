using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>What the failure destination is sent, as far as it is read (Function Compute documentation, "Result callback").</summary>
internal sealed record FailureDocument(FailureContext RequestContext, string RequestPayload);

internal sealed record FailureContext(string RequestId);

[JsonSerializable(typeof(FailureDocument))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class SimulationJson : JsonSerializerContext;
