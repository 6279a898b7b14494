using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Tests.Hosting;
using FcWorkflowTrigger.Tests.Outcomes.Delivery;
using FcWorkflowTrigger.Tests.Runs.Sidecars;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>Each alarm that the operations page advises goes off: what the alarm looks for is in the log, with its level, when it happens.</summary>
public sealed partial class AlarmTests
{
    private static readonly Case[] Cases =
    [
        new("Swept:", "[INFO] Swept: 1 seen, 1 finished, 0 recovered, 0 parked, 0 open, 0 overdue, 0 errors.", async () =>
        {
            var host = new TestHost();
            await host.DeliverAsync();
            return await SweepAfterAsync(host, TimeSpan.FromMinutes(5));
        }),
        new("After the sweep:", "[INFO] After the sweep: 0 open, 0 wait for a sidecar, 1 parked, 0 outcomes not delivered.", ParkLongAgoAsync),
        new("parked", "[INFO] After the sweep: 0 open, 0 wait for a sidecar, 1 parked, 0 outcomes not delivered.", ParkLongAgoAsync),
        new("errors", "[INFO] Swept: 1 seen, 0 finished, 0 recovered, 0 parked, 0 open, 0 overdue, 1 errors.", UncheckedAsync),
        new("[ERROR]", $"[ERROR] Run {TestData.RunId} could not be checked; the next sweep tries again.", UncheckedAsync),
        new("[ERROR]", $"[ERROR] Run {TestData.RunId} is parked (StartUnknown): a person must resume or cancel it.", ParkAsync),
        new("[ERROR]", $"[ERROR] IMS refused StartWorkflow for run {TestData.RunId} for good: InvalidParameter (IMS request R). The run ends here. IMS says no more.", async () =>
        {
            var host = new TestHost();
            StartsAreRefused(host, "InvalidParameter");
            return await LogOfAsync(host, () => host.DeliverAsync());
        }),
        new("[ERROR]", "[ERROR] Run … is canceled (RestartLimit): its object had more than 1 runs within an hour.", async () =>
        {
            var host = new TestHost(TestData.StartOptions with { RestartsPerHour = 1 });
            host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
                new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "MediaAlreadyExist", "R"));
            await host.DeliverAsync();
            return await LogOfAsync(host, () => host.DeliverAsync("request-2", TestData.Upload(requestId: "2")));
        }),
        new("[ERROR]", $"[ERROR] Run {TestData.RunId} is canceled (SidecarInvalid): field $ cannot be read…", async () =>
        {
            var rig = new SidecarRig();
            rig.Put("{");
            return await LogOfAsync(rig.TestHost, () => rig.MediaComesAsync());
        }),
        new("[ERROR]", "[ERROR] No run could be made of the event of request sweep-1; it is kept in the ledger under u/ for a person.", async () =>
        {
            var host = new TestHost();
            return await LogOfAsync(host, () => host.ReconcileAsync("not json"));
        }),
        new("[ERROR]", $"[ERROR] Gave up delivering workflow_run.succeeded of run {TestData.RunId} to recording after 1 attempts: gone. Its state stays in the ledger under w/.", async () =>
        {
            var host = new TestHost(sinks: new RecordingSink { Answer = () => new SinkReply.Gone() });
            await host.DeliverAsync();
            return await SweepAfterAsync(host, TimeSpan.FromMinutes(5));
        }),
        new("[ERROR]", $"[ERROR] The outcome of run {TestData.RunId} could not be delivered; the next sweep tries again.…", async () =>
        {
            var host = new TestHost(sinks: new RecordingSink());
            await host.DeliverAsync();
            await host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 1).Key, ReadOnlyMemory<byte>.Empty, default);
            return await LogOfAsync(host, () => host.SweepAsync());
        }),
        new("[ERROR]", $"[ERROR] The outcome of run {TestData.RunId} is not delivered: the records of the run are gone from the ledger.", async () =>
        {
            var host = new TestHost(sinks: new RecordingSink());
            await host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 3).Key, ReadOnlyMemory<byte>.Empty, default);
            return await LogOfAsync(host, () => host.SweepAsync());
        }),
        new("[ERROR]", $"[ERROR] Callback at /callbacks/{TestData.RunId} could not be checked; a sweep will finish the run.…", async () =>
        {
            var host = new TestHost();
            await host.DeliverAsync();
            host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
            using var shutdown = new Shutdown();
            return await LogOfAsync(
                host,
                () => StaleCredentialsTests.CallbackAsync(host, new DefaultHttpContext(), new(shutdown, NullLogger<StaleCredentials>.Instance)));
        }),
        new("[ERROR]", "[ERROR] The invocation failed; Function Compute keeps the event. …EVENT-MALFORMED: …", async () =>
        {
            var host = new TestHost();
            return await LogOfAsync(host, () => host.IngestAsync("not json"));
        }),
        new("START-DEFERRED", "[ERROR] The invocation failed; Function Compute keeps the event. …START-DEFERRED: …", async () =>
        {
            var host = new TestHost();
            StartsAreRefused(host, "Throttling.User");
            return await LogOfAsync(host, () => host.DeliverAsync());
        }),
        new("LEDGER-INCOMPLETE", "[ERROR] LEDGER-INCOMPLETE: … What is known of the run is kept in the ledger under u/.", async () =>
        {
            var host = new TestHost();
            await host.DeliverAsync();
            host.Ledger.LoseFirstRecords(TestData.RunId);
            return await SweepAfterAsync(host, TimeSpan.FromMinutes(5));
        }),
        new("LEDGER-VERSIONED", "[ERROR] The invocation failed; Function Compute keeps the event. …LEDGER-VERSIONED: …", async () =>
        {
            var host = new TestHost();
            host.Oss.Versioning = "Suspended";
            return await LogOfAsync(host, () => host.SweepAsync());
        }),
        new("The sweep ran out of time", "[WARNING] The sweep ran out of time; the next sweep begins with other runs.", async () =>
        {
            var host = new TestHost();

            foreach (var number in Enumerable.Range(0, 9))
            {
                await host.DeliverAsync($"request-{number}", TestData.Upload($"uploads/{number}.mp4", requestId: $"{number}"));
            }

            host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(_ =>
            {
                host.Time.Advance(TimeSpan.FromMinutes(1));
                return new GetWorkflowTaskResponse(new(TestData.TaskId, "Processing"));
            });
            return await SweepAfterAsync(host, TimeSpan.FromMinutes(5));
        }),
        new("[ERROR]", "[ERROR] Whether the event of oss://media-in/uploads/a.mp4 was missed could not be found out, and the object is too old now: a person must look.", async () =>
        {
            var host = CatchingUp();
            host.Objects.ListAsync(default!, default!, default, default).ReturnsForAnyArgs(new OssPage([new("uploads/a.mp4", TestData.Now.AddMinutes(-20), "E", 10, "Normal")], false));
            host.Objects.HeadAsync(default!, default!, default).ThrowsAsyncForAnyArgs(new OssException("HeadObject", HttpStatusCode.Forbidden, "AccessDenied", "R"));
            await host.SweepAsync();
            return await SweepAfterAsync(host, TimeSpan.FromHours(2));
        }),
        new("[ERROR]", "[ERROR] Nobody has looked at the objects of oss://media-in/uploads/ that were modified from … to …: a round takes longer than CATCH_UP reaches back, or sweeps were missing. Backfill them.", async () =>
        {
            var host = CatchingUp();
            host.Objects.ListAsync(default!, default!, default, default).ReturnsForAnyArgs(new OssPage([], false));
            await host.SweepAsync();
            return await SweepAfterAsync(host, TimeSpan.FromHours(3));
        }),
        new("[ERROR]", "[ERROR] oss://media-in/uploads/ could not be looked through for missed events; the next sweep tries again.…", async () =>
        {
            var host = CatchingUp();
            host.Objects.ListAsync(default!, default!, default, default).ThrowsAsyncForAnyArgs(new OssException("ListObjectsV2", HttpStatusCode.Forbidden, "AccessDenied", "R"));
            return await LogOfAsync(host, () => host.SweepAsync());
        }),
    ];

    private static TestHost CatchingUp() => new(new CatchUpOptions([new("media-in", "uploads/", TimeSpan.FromHours(2))]));


    public static TheoryData<string, string> Alarms
    {
        get
        {
            var data = new TheoryData<string, string>();
            Array.ForEach(Cases, one => data.Add(one.Alarm, one.Line));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public async Task What_an_alarm_looks_for_is_in_the_log_when_it_happens(string alarm, string line)
    {
        var log = await Cases.Single(one => (one.Alarm, one.Line) == (alarm, line)).LogAsync();

        Assert.Contains(alarm, line, StringComparison.Ordinal);
        Assert.True(log.Any(written => Pattern(line).IsMatch(written)), $"No line {line} in:\n{string.Join('\n', log)}");
    }

    [Fact]
    public void Each_alarm_of_the_page_is_tried_here() => PageAssert.Same(
        Repository.Page("docs/operations.md").Table("Alarms", "Alarm on").SelectMany(row => MarkdownPage.CodesOf(row[0])).Distinct(),
        Cases.Select(one => one.Alarm).Distinct());

    [Fact]
    public void Each_error_line_of_the_functions_is_tried_here()
    {
        var errors = typeof(StartVerdict).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Where(message => message.Level >= LogLevel.Error)
            .Select(message => message.Message)
            .ToArray();

        Assert.NotEmpty(errors);
        Assert.All(errors, message => Assert.Contains(
            Cases, one => Regex.IsMatch(one.Line, $"^{Regex.Escape("[ERROR] ")}{Placeholder().Replace(Regex.Escape(message), ".*")}", RegexOptions.CultureInvariant)));
    }

    private static async Task<string[]> ParkAsync()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park });
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await host.DeliverAsync();
        return await SweepAfterAsync(host, TimeSpan.FromMinutes(35));
    }

    private static async Task<string[]> ParkLongAgoAsync()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park });
        await host.ParkAsync();
        return await SweepAfterAsync(host, TimeSpan.FromHours(1));
    }

    private static async Task<string[]> UncheckedAsync()
    {
        var host = new TestHost();
        await host.DeliverAsync();
        host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", HttpStatusCode.Forbidden, "NoPermission", "R"));
        return await SweepAfterAsync(host, TimeSpan.FromMinutes(5));
    }

    private static void StartsAreRefused(TestHost host, string code) => host.Ims.StartWorkflowAsync(default!, default, default)
        .ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.BadRequest, code, "R"));

    private static Task<string[]> SweepAfterAsync(TestHost host, TimeSpan time)
    {
        host.Time.Advance(time);
        return LogOfAsync(host, () => host.SweepAsync());
    }

    /// <summary>What Function Compute reads of an invocation that does this work.</summary>
    private static async Task<string[]> LogOfAsync(TestHost host, Func<Task> work)
    {
        using var output = new StringWriter();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options, new(), output, host.Time);
        using var shutdown = new Shutdown();
        var before = host.Log.All.Count;
        await new EventReply(new(shutdown, NullLogger<StaleCredentials>.Instance), new Logger<EventReply>(log))
            .SendAsync(new DefaultHttpContext(), FunctionHandlers.WithoutReply((_, _, _) => work()), TestData.Invocation(), default);

        LogLines.Replay(host.Log.All.Skip(before), log.CreateLogger("FcWorkflowTrigger"));

        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static Regex Pattern(string line) => new($@"^\S+ \S+ {Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal)}.* \{{""event"":"".+\}}$", RegexOptions.CultureInvariant);

    // As Regex.Escape leaves it.
    [GeneratedRegex(@"\\\{\w+\}")]
    private static partial Regex Placeholder();

    /// <param name="Alarm">As the page names it.</param>
    /// <param name="Line">Level and sentence; <c>…</c> stands for any text.</param>
    /// <param name="LogAsync">Makes it happen, and returns the log.</param>
    private sealed record Case(string Alarm, string Line, Func<Task<string[]>> LogAsync);
}
