using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cli.Commands;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>What machines read with <c>--json</c>.</summary>
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class CliJson : JsonSerializerContext;
