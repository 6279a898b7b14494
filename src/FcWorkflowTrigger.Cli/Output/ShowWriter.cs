using System.Globalization;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Showing;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Output;

/// <summary>Writes the report of <c>runs show</c> as text: the verdict first, and last the command to type next.</summary>
internal static class ShowWriter
{
    public static void Write(IAnsiConsole console, ShowReport report)
    {
        console.Write(new Text($"{LogText.ToLine(report.Verdict)}\n", Tables.StyleOf(report.State).Decoration(Decoration.Bold)));
        WriteHead(console, report);
        WriteTimeline(console, report.Timeline);
        WriteTask(console, report.Task);
        WriteDeliveries(console, report.Deliveries);
        console.WriteLine();
        WriteLine(console, $"Next: {report.Next.What}{(report.Next.By is { } by ? $", by {Times.Format(by)}" : "")}.");

        if (report.Others.Count > 0)
        {
            WriteLine(console, $"Older runs of the same object: {string.Join(", ", report.Others)}");
        }

        foreach (var suggestion in report.Commands.Skip(1).Reverse())
        {
            WriteLine(console, $"  {suggestion.Command}    # {suggestion.Why}");
        }

        WriteLine(console, $"  {report.Commands[0].Command}    # {report.Commands[0].Why}");
    }

    private static void WriteHead(IAnsiConsole console, ShowReport report)
    {
        WriteLine(console, $"  object    {Escape(report.Object)}  ({report.Size.ToString("N0", CultureInfo.InvariantCulture)} bytes, eTag {LogText.Escape(report.ETag)})");
        WriteLine(console, $"  run       {report.Run}  ({report.State})");
        WriteLine(console, $"  rule      {LogText.Escape(report.Rule)}, workflow {LogText.Escape(report.WorkflowId)}{(report.MediaId is { } media ? $", media {LogText.Escape(media)}" : "")}");

        if (report.Via is { } via)
        {
            WriteLine(console, $"  came by   {LogText.Escape(via)}");
        }

        if (report.TaskUserData is { } fields)
        {
            WriteLine(console, $"  user data {Tables.Format(fields)}");
        }

        if (report.ExpectedBy is { } expected)
        {
            WriteLine(console, $"  expected  to end by {Times.Format(expected)}");
        }

        if (report.Mark is { } mark)
        {
            WriteLine(console, $"  mark      {Tables.Format(mark)}  ({report.Marked})");
        }

        if (report.QuietUntil is { } quiet)
        {
            WriteLine(console, $"  quiet     until {Times.Format(quiet)}");
        }

        console.WriteLine();
    }

    // The scheme has characters that are escaped elsewhere: oss://bucket/key, media:id.
    private static string Escape(string address) =>
        address.IndexOf(':', StringComparison.Ordinal) is var colon && address.StartsWith("oss://", StringComparison.Ordinal)
            ? $"oss://{LogText.Escape(address["oss://".Length..])}"
            : $"{address[..(colon + 1)]}{LogText.Escape(address[(colon + 1)..])}";

    private static void WriteTimeline(IAnsiConsole console, IReadOnlyList<TimelineEntry> timeline)
    {
        var table = Tables.Create("time", "after", "record", "what", "IMS request");

        foreach (var entry in timeline)
        {
            table.AddRow(
                new Text(Times.Format(entry.At)),
                new Text(entry.SecondsSincePrevious is { } seconds ? $"+{Times.Format(TimeSpan.FromSeconds(seconds))}" : ""),
                new Text(entry.Attempt is { } attempt ? $"{entry.Kind} {attempt}" : entry.Kind),
                new Text(LogText.ToLine(entry.What)),
                new Text(LogText.ToLine(entry.RequestId ?? "")));
        }

        console.Write(table);
    }

    private static void WriteTask(IAnsiConsole console, TaskView? task)
    {
        if (task is null)
        {
            return;
        }

        console.WriteLine();
        WriteLine(console, task.Problem is { } problem
            ? $"Task {task.Id}: IMS did not say ({problem})."
            : $"Task {task.Id}: {LogText.ToLine(task.Status ?? "")} in IMS, made {task.CreateTime ?? "?"}{(task.FinishTime is { } finish ? $", ended {finish}" : "")}.");

        foreach (var activity in task.Activities)
        {
            WriteLine(console, LogText.ToLine($"  {activity.Id}: {activity.Status ?? "?"}{(activity.StartTime is { } start ? $", from {start}" : "")}{(activity.EndTime is { } end ? $" to {end}" : "")}"));
        }
    }

    private static void WriteDeliveries(IAnsiConsole console, IReadOnlyList<DeliveryView> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            WriteLine(console, LogText.ToLine(
                $"Outcome of record {delivery.End}{(delivery.Resend is null ? "" : ", sent again,")} to {delivery.Sink}: {delivery.Last} after {Verdicts.CountTries(delivery.Attempts)}{(delivery.NextAt is { } next ? $", next at {Times.Format(next)}" : "")}."));
        }
    }

    // Not Markup: a key may hold brackets.
    private static void WriteLine(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);
}
