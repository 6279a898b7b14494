using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The document for the failure destination, with the fields that reconcile reads (Function Compute documentation, "Result callback").</summary>
internal sealed record FailureDocument(FailureContext RequestContext, string RequestPayload);

internal sealed record FailureContext(string RequestId);

[JsonSerializable(typeof(FailureDocument))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class SimulationJson : JsonSerializerContext;
