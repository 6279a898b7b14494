using System.CommandLine;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>put</c>: uploads a file and follows its run to the end.</summary>
internal static class PutCommand
{
    private const string LocalFolder = "oss://media-in/uploads/";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".mkv"] = "video/x-matroska",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".jpg"] = "image/jpeg",
        [".png"] = "image/png",
        [".json"] = "application/json",
    };

    public static Command Create(CommandLine line)
    {
        var file = new Argument<string>("file") { Description = "The file to upload." };
        var address = new Argument<string?>("object") { Description = $"oss://bucket/key; with --local it may be left out: {LocalFolder}<name of the file>.", Arity = ArgumentArity.ZeroOrOne };
        var type = new Option<string?>("--content-type") { Description = "Default: by the file's extension." };
        return line.Command(
            "put",
            "Uploads a file and follows its run to the end, record by record. Exits 0 if the run succeeded, 1 if not, 3 if the upload started nothing within 30 s, 130 if stopped (the upload and its run go on).",
            (session, cancellationToken) => RunAsync(
                session, session.Parsed.GetRequiredValue(file), session.Parsed.GetValue(address), session.Parsed.GetValue(type), cancellationToken),
            file,
            address,
            type);
    }

    private static async Task<int> RunAsync(Session session, string path, string? target, string? contentType, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var address = ObjectAddress.Parse(target ?? (session.Request.Local
            ? $"{LocalFolder}{Path.GetFileName(path)}"
            : throw new OperationException("OBJECT-ADDRESS", "say where to: oss://bucket/key.")));

        // Runs of earlier uploads of the key are not the one to follow. This read also sets the clock that the upload is signed by.
        var any = RunId.Create(new(context.Region, address.Bucket, address.Key, "", 0, null, "", ""), ruleName: "");
        var known = await view.Ledger.ListRunsForKeyAsync(any, DateTimeOffset.MinValue, cancellationToken);
        await UploadAsync(session, context, path, address, contentType ?? ContentTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream"), cancellationToken);

        try
        {
            return await FollowAsync(session, context, view, address, known, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.Error.WriteLineAsync($"Stopped watching; the run goes on. See it with: {session.Command($"runs show {Escape(address)}")}");
            return ExitCode.Interrupted;
        }
    }

    private static async Task UploadAsync(Session session, CloudContext context, string path, ObjectAddress address, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            using var progress = session.StartProgress("kB uploaded", (int)Math.Min(file.Length / 1000, int.MaxValue));
            var eTag = await context.OpenUpload(address.Bucket).PutAsync(file, address.Key, contentType, progress, cancellationToken);
            await session.Error.WriteLineAsync($"Uploaded {Escape(address)} (eTag {LogText.Escape(eTag)}).");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException && problem is not HttpRequestException)
        {
            throw new OperationException("FILE-UNREADABLE", $"'{path}' cannot be read: {problem.Message}");
        }
    }

    private static async Task<int> FollowAsync(
        Session session, CloudContext context, LedgerView view, ObjectAddress address, IReadOnlyCollection<RunId> known, CancellationToken cancellationToken)
    {
        var (begun, shown) = (TimeProvider.System.GetTimestamp(), 0);
        var any = RunId.Create(new(context.Region, address.Bucket, address.Key, "", 0, null, "", ""), ruleName: "");
        RunId? id = null;

        while (true)
        {
            id ??= (await view.Ledger.ListRunsForKeyAsync(any, DateTimeOffset.MinValue, cancellationToken)).Except(known).Select(run => (RunId?)run).FirstOrDefault();

            if (id is { } found)
            {
                var run = WorkflowRun.From(await view.Ledger.ReadAsync(found, cancellationToken));

                // The whole timeline each time, because a record is shown with the time since the record before it.
                foreach (var entry in Timeline.Create(run.History.Records).Skip(shown))
                {
                    await session.Error.WriteLineAsync($"{Times.Format(entry.At)}  {entry.Kind,-8} {LogText.ToLine(entry.What)}");
                    shown++;
                }

                if (run is WorkflowRun.Opened { IsOver: true } over)
                {
                    return await FinishAsync(session, context, view, over, cancellationToken);
                }
            }
            else if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                await session.Error.WriteLineAsync($"No run within {Patience.TotalSeconds:0} s. Ask why: {session.Command($"explain {Escape(address)}")}");
                return ExitCode.Refused;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<int> FinishAsync(Session session, CloudContext context, LedgerView view, WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        if (session.Json)
        {
            var report = await new RunReader(view, new(context.OpenIms(), context.Retry), context.Clock).ReadAsync(run.Id, [], session.Command, cancellationToken);
            session.WriteDocument(report, CliJson.Default.ShowReport);
        }
        else
        {
            session.Out.WriteLine(LogText.ToLine(Verdicts.Describe(run, context.Clock.GetUtcNow())));
            session.Out.WriteLine($"  {session.Command($"runs show {run.Id}")}");
        }

        return run.StateWord == EndEntry.Succeeded ? ExitCode.Success : ExitCode.Failed;
    }

    private static string Escape(ObjectAddress address) => $"oss://{LogText.Escape(address.Bucket)}/{LogText.Escape(address.Key)}";
}
