using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Cli.Explaining;

namespace FcWorkflowTrigger.Cli;

/// <summary>The output of <c>--json</c>.</summary>
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class CliJson : JsonSerializerContext;
