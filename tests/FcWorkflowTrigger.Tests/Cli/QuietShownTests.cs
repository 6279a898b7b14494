using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Runs;
using Spectre.Console;

namespace FcWorkflowTrigger.Tests.Cli;

/// <summary>explain and runs show say that a rule waits for quiet, until when a run does, and what it waits for then.</summary>
public sealed class QuietShownTests
{
    private const string Moment = "2026-11-24 00:25:00Z";

    // The quiet of the runs below begins with their claim, and is over ten minutes later.
    private static readonly DateTimeOffset Over = TestData.Now.AddMinutes(10);

    [Theory]
    [InlineData(null)]
    [InlineData("10m")]
    public void Explain_tells_the_quiet_of_a_rule(string? quiet)
    {
        var rule = TestData.Rule with { QuietFor = quiet };
        var report = ExplainReport.From(TestData.Upload(), "rules.json", "hash", TestData.Rules(rule).Explain(TestData.Upload()));

        Assert.Equal(quiet, Assert.Single(report.Rules).QuietFor);
        Assert.Equal(quiet is not null, Text(console => ExplainReportWriter.Write(console, report)).Contains($"has been quiet for {quiet}", StringComparison.Ordinal));
    }

    [Fact]
    public void Explain_tells_until_when_a_run_waits_and_which_run_another_ended_for()
    {
        var report = ExplainReport.From(TestData.Upload(), "rules.json", "hash", TestData.Rules().Explain(TestData.Upload())) with
        {
            Ledger = new(null, [Row(null) with { QuietUntil = Over }, Row($"{CancelRecord.Superseded}: {TestData.RunId}")]),
        };

        var text = Text(console => ExplainReportWriter.Write(console, report));

        Assert.Contains($"waits for quiet until {Moment}", text, StringComparison.Ordinal);
        Assert.Contains($"(Superseded: {TestData.RunId})", text, StringComparison.Ordinal);
        Assert.Single(text.Split("waits for quiet")[1..]);
    }

    [Fact]
    public void Until_the_quiet_is_over_a_run_waits_for_nothing_else()
    {
        Assert.Equal($"Waits for its key to be quiet, until {Moment}.", Verdicts.Describe(Claimed(), Over.AddSeconds(-1)));
        Assert.Equal($"Waits for its key to be quiet, until {Moment}.", Verdicts.Describe(Waiting(), Over.AddSeconds(-1)));
        Assert.Equal(Over.AddMinutes(5), NextOf(Claimed(), TestData.Now).By);
        Assert.Equal("the first sweep after the quiet starts it, or ends it as Superseded if its key was uploaded again", NextOf(Waiting(), TestData.Now).What);
        Assert.Equal(["runs show", "runs cancel"], CommandsOf(Claimed(), Over.AddSeconds(-1)));
        Assert.Equal(["runs show", "runs cancel"], CommandsOf(Waiting(), Over.AddSeconds(-1)));
    }

    [Fact]
    public void A_run_that_has_not_started_then_waits_for_the_next_sweep()
    {
        Assert.Equal($"Its key was to be quiet until {Moment}; not started yet, 10 min after the upload was claimed.", Verdicts.Describe(Claimed(), Over));
        Assert.Equal(Over.AddMinutes(6), NextOf(Claimed(), Over.AddMinutes(1)).By);
        Assert.EndsWith("while other bytes lie there without a run, it waits for their event", NextOf(Claimed(), Over).What, StringComparison.Ordinal);
        Assert.Equal(["runs show", "runs resume", "runs cancel"], CommandsOf(Claimed(), Over));
        Assert.Equal(["runs show", "runs resume", "runs cancel"], CommandsOf(Waiting(), Over));
    }

    [Fact]
    public void A_run_whose_quiet_is_over_says_that_it_waits_for_its_sidecar()
    {
        Assert.Equal("Waits for its sidecar, until 2026-11-24 01:15:00Z at the latest, while its key stays quiet.", Verdicts.Describe(Waiting(), Over));
        Assert.Equal("a sweep looks for the sidecar if the key is still quiet; without one the run ends at 2026-11-24 01:15:00Z", NextOf(Waiting(), Over).What);
    }

    [Fact]
    public void A_run_of_a_rule_without_a_quiet_says_nothing_of_it()
    {
        Assert.DoesNotContain("quiet", Verdicts.Describe(Claimed(quietFor: null), Over), StringComparison.Ordinal);
        Assert.Equal("Waits for its sidecar, until 2026-11-24 01:15:00Z at the latest.", Verdicts.Describe(Waiting(quietFor: null), Over));
        Assert.DoesNotContain("quiet", NextOf(Waiting(quietFor: null), Over).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_show_tells_until_when_a_run_waits()
    {
        var report = new ShowReport(
            TestData.RunId.Value, "open", "Verdict.", "oss://media-in/a.mp4", "E", 1, "video", "w", TestData.Now, null, null, [], null, [], new("next"), [new("command", "why")], []);

        Assert.Contains($"quiet     until {Moment}", Text(console => ShowWriter.Write(console, report with { QuietUntil = Over })), StringComparison.Ordinal);
        Assert.DoesNotContain("quiet ", Text(console => ShowWriter.Write(console, report)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_ended_for_a_later_upload_points_to_the_run_of_that_one()
    {
        var ended = Run(new(new("t"), "{}", QuietFor: 600), new CancelRecord { Seq = 1, At = Over, Reason = CancelRecord.Superseded, Detail = "the-successor" });

        Assert.Equal([new("fcwt runs show the-successor", "shows the run of the last upload of the key")], Verdicts.FindCommands(ended, isUndelivered: false, what => $"fcwt {what}", Over));
    }

    [Theory]
    [InlineData("request-1/instance-1", "its wait was over; the same invocation goes on")]
    [InlineData("request-2/instance-1", "taken over by another invocation")]
    public void The_invocation_that_has_waited_takes_the_run_on_and_no_other(string by, string says)
    {
        var claim = TestData.Claim() with { By = "request-1/instance-1" };

        Assert.Equal(says, Timeline.Create([claim, claim with { Seq = 1, Epoch = 2, By = by }])[1].What);
    }

    private static RunReport Row(string? end) => new(TestData.RunId.Value, "video", "w", "Claimed", TestData.Now, "E", true, "hash", null, null, end);

    private static NextStep NextOf(WorkflowRun.Opened run, DateTimeOffset now) => Verdicts.FindNext(run, null, now);

    private static IEnumerable<string> CommandsOf(WorkflowRun.Opened run, DateTimeOffset now) =>
        Verdicts.FindCommands(run, isUndelivered: false, what => what, now).Select(command => command.Command[..command.Command.LastIndexOf(' ')]);

    private static WorkflowRun.Opened Claimed(int? quietFor = 600) => Run(new(new("t"), "{}", QuietFor: quietFor));

    private static WorkflowRun.Opened Waiting(int? quietFor = 600) => Run(new(new("t"), "{}", Sidecar: new(Required: true, TestData.Now.AddHours(1)), QuietFor: quietFor));

    private static WorkflowRun.Opened Run(ClaimPlan plan, params RunRecord[] later)
    {
        var claim = TestData.Claim(at: TestData.Now);
        return Assert.IsType<WorkflowRun.Opened>(
            WorkflowRun.From(new(TestData.RunId, [claim with { Plan = plan, Src = claim.Src with { EventTime = "2026-11-24T00:15:00.000Z" } }, .. later], 1)), exactMatch: false);
    }

    private static string Text(Action<IAnsiConsole> write)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 500;
        write(console);
        return output.ToString();
    }
}
