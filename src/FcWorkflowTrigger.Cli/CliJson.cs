using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cli.Backfill;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Cli.Commands.Deliveries;
using FcWorkflowTrigger.Cli.Commands.Events;
using FcWorkflowTrigger.Cli.Commands.Rules;
using FcWorkflowTrigger.Cli.Commands.Runs;
using FcWorkflowTrigger.Cli.Monitoring;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;

namespace FcWorkflowTrigger.Cli;

/// <summary>The output of <c>--json</c>; each shape is described in docs/fcwt.md.</summary>
[JsonSerializable(typeof(ActResult))]
[JsonSerializable(typeof(AnswersFile))]
[JsonSerializable(typeof(BackfillLine))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(CountReport))]
[JsonSerializable(typeof(DeliveryRow))]
[JsonSerializable(typeof(EventRow))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(MediaStartReply))]
[JsonSerializable(typeof(InitReport))]
[JsonSerializable(typeof(MonitoringReport))]
[JsonSerializable(typeof(RunRow))]
[JsonSerializable(typeof(ShowReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(TestResult))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>One line a row (JSON Lines) Text that is not ASCII is escaped, so no key can write to a terminal.</summary>
    public static CliJson Lines => field ??= new(new(Default.Options) { WriteIndented = false });
}
