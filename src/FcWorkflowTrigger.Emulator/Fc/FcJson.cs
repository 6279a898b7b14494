using System.Text.Json.Serialization;
using FcWorkflowTrigger.Emulator.Fc.Async;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>How accepted events lie in the data folder.</summary>
[JsonSerializable(typeof(AsyncEvent))]
internal sealed partial class FcJson : JsonSerializerContext;
