using System.CommandLine;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Commands.Events;

/// <summary><c>events show</c></summary>
internal static class EventsShowCommand
{
    public static Command Create(CommandLine line)
    {
        var key = CreateKey();
        return line.Command(
            "show",
            "Writes one kept event: as it is to a file or pipe, escaped to a terminal. Exits 0, or 1 if it is not there.",
            (session, cancellationToken) => RunAsync(session, session.Parsed.GetRequiredValue(key), cancellationToken),
            key);
    }

    public static Argument<string> CreateKey() => new("key") { Description = "The key as `events list` shows it: u/<day>/<name>." };

    /// <exception cref="OperationException">The key is not one of a kept event.</exception>
    public static string Require(string key) => key.StartsWith(EventsListCommand.Root, StringComparison.Ordinal)
        ? key
        : throw new OperationException("EVENT-KEY", $"'{LogText.Escape(key)}' is no kept event; write the key as `events list` shows it.");

    private static async Task<int> RunAsync(Session session, string key, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var body = await context.Retry.ExecuteAsync(token => view.Bucket.GetAsync(Require(key), token), cancellationToken)
            ?? throw new OperationException("EVENT-MISSING", $"there is no {LogText.Escape(key)} in the ledger.");
        var text = Encoding.UTF8.GetString(body);
        session.Out.WriteLine(session.Console.Profile.Out.IsTerminal ? Pretty(text) : text);
        return ExitCode.Success;
    }

    // JSON with every line escaped: a key inside may hold anything.
    private static string Pretty(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            using var buffer = new MemoryStream();

            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
        catch (JsonException)
        {
            return LogText.ToLine(text);
        }
    }
}
