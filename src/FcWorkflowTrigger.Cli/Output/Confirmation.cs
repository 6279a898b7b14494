using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Reading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Output;

/// <summary>Shows what an action is about to touch, and asks.</summary>
internal static class Confirmation
{
    private const int PreviewRows = 10;

    public static Option<bool> CreateYes() => new("--yes", "-y") { Description = "Do not ask." };

    /// <param name="verb">What is about to happen: <c>resume</c>.</param>
    /// <returns>False when the person says no.</returns>
    /// <exception cref="OperationException">There is no terminal to ask at, and <c>--yes</c> is not given.</exception>
    public static bool Ask(Session session, string verb, IReadOnlyList<RunRow> rows, bool isYes, DateTimeOffset now)
    {
        var count = string.Create(CultureInfo.InvariantCulture, $"{rows.Count:N0} run{(rows.Count == 1 ? "" : "s")} to {verb}");

        if (isYes)
        {
            session.Error.WriteLine($"{count}.");
            return true;
        }

        // On standard error, with the question: standard output holds results only.
        var preview = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(session.Error) });
        preview.Profile.Width = session.Console.Profile.Width;
        preview.Write(Tables.CreateRuns(rows.Take(PreviewRows), now));

        if (rows.Count > PreviewRows)
        {
            session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {rows.Count - PreviewRows:N0} more"));
        }

        return AskOnly(session, count);
    }

    /// <summary>The question alone.</summary>
    public static bool AskOnly(Session session, string what)
    {
        if (!session.CanAsk)
        {
            throw new OperationException("CONFIRMATION", $"{what}; nothing was done, because there is no terminal to ask at. Add --yes.");
        }

        session.Error.Write($"{what}. Go on? [y/N] ");
        return System.Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
