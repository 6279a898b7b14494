using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Tests;

[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;
