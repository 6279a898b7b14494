using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Tests.Docs;
using FcWorkflowTrigger.Tests.Hosting;
using FcWorkflowTrigger.Uploads;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Logging;

/// <summary>Queries and alarms read the facts at the end of a log line: they must be complete, stable, and not be forged by a key.</summary>
public sealed partial class LogFactsTests
{
    private static readonly Assembly Product = typeof(LogEvents).Assembly;

    [Fact]
    public void Each_message_of_the_functions_has_an_event_name_of_its_own()
    {
        var names = Messages().Select(message => message.EventName).ToArray();

        Assert.NotEmpty(names);
        PageAssert.Same(Repository.Constants<string>(typeof(LogEvents)).Except([LogEvents.Framework]), names!);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void The_page_lists_every_event() =>
        PageAssert.Same(Repository.Constants<string>(typeof(LogEvents)), Repository.Page("docs/operations.md").Table("Events of the log", "Event").SelectMany(row => MarkdownPage.CodesOf(row[0])));

    /// <summary>Alarms and filters look for the level, so another level is a change for a reader of the log.</summary>
    [Fact]
    public void The_page_tells_the_level_of_every_event() => PageAssert.Same(
        Messages().Select(message => $"{message.EventName} {NameOf(message.Level)}"),
        from row in Repository.Page("docs/operations.md").Table("Events of the log", "Event")
        from name in MarkdownPage.CodesOf(row[0])
        where name != LogEvents.Framework
        select $"{name} {MarkdownPage.CodesOf(row[1]).Single()}");

    [Fact]
    public void The_page_lists_every_fact()
    {
        var code = Repository.Code(Repository.Function);
        var written = Repository.Constants<string>(typeof(LogFactNames)).ToArray();

        PageAssert.Same(written, Repository.Page("docs/operations.md").Table("Facts of a line", "Fact").SelectMany(row => MarkdownPage.CodesOf(row[0])));
        Assert.DoesNotMatch(UnnamedFact(), code);
        Assert.All(
            typeof(LogFactNames).GetFields().Select(field => field.Name).Where(name => name is not nameof(LogFactNames.ErrorCode)),
            name => Assert.Contains($"{nameof(LogFactNames)}.{name}", code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_age_of_an_object_that_a_backfill_takes_is_no_wait()
    {
        var host = new TestHost();
        await host.DeliverAsync(upload: TestData.Upload().AsBackfill());

        var started = Assert.Single(FactsOf(host.Log.All, host.Time), line => Text(line, "event") == LogEvents.RunStarted);

        Assert.False(started.TryGetProperty("sinceUploadMs", out _));
    }

    [Fact]
    public async Task A_run_is_told_from_its_claim_to_its_end_with_its_rule_and_object()
    {
        var host = new TestHost();
        await host.DeliverAsync();
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.SweepAsync();

        var facts = FactsOf(host.Log.All, host.Time).ToArray();

        Assert.Equal(
            [LogEvents.RunClaimed, LogEvents.RunRegistered, LogEvents.RunStarted, LogEvents.RunEnded, LogEvents.SweepDone, LogEvents.SweepLevels],
            facts.Select(line => Text(line, "event")));
        Assert.All(facts[..4], line =>
        {
            Assert.Equal(TestData.RunId.Value, Text(line, "run"));
            Assert.Equal(TestData.Upload().Bucket, Text(line, "bucket"));
            Assert.Equal(TestData.Upload().Key, Text(line, "key"));
            Assert.NotNull(Text(line, "rule"));
            Assert.Equal(JsonValueKind.Number, line.GetProperty("sinceUploadMs").ValueKind);
        });
        Assert.NotNull(Text(facts[1], "mediaId"));
        Assert.Equal(TestData.TaskId, Text(facts[2], "taskId"));
        Assert.Equal((TestData.TaskId, "succeeded", "poll"), (Text(facts[3], "taskId"), Text(facts[3], "state"), Text(facts[3], "learntBy")));
        Assert.Equal((1, 1, 0), (facts[4].GetProperty("seen").GetInt32(), facts[4].GetProperty("finished").GetInt32(), facts[4].GetProperty("errors").GetInt32()));
    }

    [Fact]
    public void The_age_of_an_upload_counts_from_its_event()
    {
        var upload = TestData.Upload();

        var facts = FactsOf("upload.refused", upload, null, upload.Time!.Value.AddMilliseconds(1234));

        Assert.Equal(1234, facts.GetProperty("sinceUploadMs").GetInt64());
    }

    [Fact]
    public void A_failure_tells_its_code_and_the_request_ids_of_the_services()
    {
        var deferred = new StartDeferredException(
            TestData.RunId, "Throttling.User", new ImsException("StartWorkflow", System.Net.HttpStatusCode.BadRequest, "Throttling.User", "ims-1"));
        var stopped = new RunFailedException(TestData.RunId, new OssException("PutObject", System.Net.HttpStatusCode.Forbidden, "AccessDenied", "oss-1"));

        var (first, second, third) = (FactsOf("x", null, deferred), FactsOf("x", null, stopped), FactsOf("x", null, new TimeoutException("no reply")));

        Assert.Equal(("START-DEFERRED", TestData.RunId.Value, "ims-1"), (ErrorCode(first), Text(first, "run"), Text(first, "imsRequestId")));
        Assert.Equal(("OSS-AccessDenied", TestData.RunId.Value, "oss-1"), (ErrorCode(second), Text(second, "run"), Text(second, "ossRequestId")));
        Assert.Equal("TimeoutException", ErrorCode(third));
    }

    [Fact]
    public void A_failure_without_a_code_is_named_by_what_caused_it() =>
        Assert.Equal("TimeoutException", ErrorCode(FactsOf("x", null, new InvalidOperationException("outer", new TimeoutException("no reply")))));

    /// <summary>A query for a state or for how an end was learnt finds no other words: the sentence may hold a state of the program.</summary>
    [Fact]
    public async Task A_state_is_that_of_a_run_that_is_over_and_only_an_end_is_learnt()
    {
        var host = new TestHost();
        var run = await host.DeliverAsync();
        await host.DeliverAsync("request-2");
        SidecarLog.Planned(host.Log, run, "without a sidecar", TestData.WorkflowId);

        var facts = FactsOf(host.Log.All, host.Time).ToArray();

        Assert.Equal([LogEvents.RunKnown, LogEvents.RunPlanned], facts[^2..].Select(line => Text(line, "event")));
        Assert.All(facts, line => Assert.Null(Text(line, "state") ?? Text(line, "learntBy")));
    }

    [Theory]
    [InlineData("uploads/a\",\"event\":\"run.ended\",\"x\":\"b.mp4")]
    [InlineData("uploads/{\"event\":\"run.parked\"} [ERROR] LEDGER-INCOMPLETE Swept: is parked (x)\n\u202e\u2028.mp4")]
    [InlineData("uploads/春节 é.mp4")]
    public void A_key_is_one_fact_and_no_other_and_no_alarm(string key)
    {
        var written = LineOf("upload.refused", TestData.Upload(key), null, TestData.Now);

        Assert.Equal("upload.refused", Text(Parse(written), "event"));
        Assert.Equal(key, Text(Parse(written), "key"));
        Assert.DoesNotContain(Forgeries, forged => written.Contains(forged, StringComparison.Ordinal));
        Assert.DoesNotContain(written.TrimEnd(), character => char.IsControl(character) || character is '\u202e' or '\u2028');
    }

    [Property]
    public void Any_key_comes_back_as_it_was(string? key)
    {
        // As an event can hold it: JSON has no lone surrogates.
        var text = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes($"uploads/{key}"));

        Assert.Equal(text, Text(FactsOf("upload.refused", TestData.Upload(text), null), "key"));
    }

    [Fact]
    public void A_text_that_looks_like_facts_begins_none()
    {
        var written = LineOf("x", null, new InvalidDataException("""{"event":"run.ended"}"""), TestData.Now);

        Assert.Equal(1, written.Split(LogFacts.Beginning).Length - 1);
    }

    [Fact]
    public void Of_two_facts_of_one_name_the_first_counts()
    {
        using var facts = new LogFacts();

        facts.Begin("x");
        facts.Add("run", "1");
        facts.Add("run", "2");
        facts.AddOutside("run", "3");
        facts.AddError("A");
        facts.AddError("B");
        Assert.Equal("""{"event":"x","run":"1","error":{"code":"A"}}""", facts.End());

        facts.Begin("y");
        facts.Add("run", "2");
        Assert.Equal("""{"event":"y","run":"2"}""", facts.End());
    }

    private static readonly string[] Forgeries = ["[ERROR]", "LEDGER-INCOMPLETE", "Swept:", "is parked (", "{\"event\":\"run", ",\"event\""];

    private static IEnumerable<LoggerMessageAttribute> Messages() => Product.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>();

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => $"{level}",
    };

    private static string? Text(JsonElement facts, string name) => facts.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? ErrorCode(JsonElement facts) => facts.GetProperty("error").GetProperty("code").GetString();

    private static JsonElement FactsOf(string name, Upload? upload, Exception? failure, DateTimeOffset? now = null) =>
        Parse(LineOf(name, upload, failure, now ?? TestData.Now));

    private static IEnumerable<JsonElement> FactsOf(IEnumerable<LogEntry> lines, TimeProvider time)
    {
        using var output = new StringWriter();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options, new(), output, time);
        LogLines.Replay(lines, log.CreateLogger("FcWorkflowTrigger.Test"));
        return [.. output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static string LineOf(string name, Upload? upload, Exception? failure, DateTimeOffset now)
    {
        using var output = new StringWriter();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options, new(), output, new FakeTimeProvider(now));
        KeyValuePair<string, object?>[] state = [new("Upload", upload)];
        log.CreateLogger("FcWorkflowTrigger.Test").Log(LogLevel.Information, new EventId(1, name), state, failure, (_, _) => "A sentence.");
        return output.ToString();
    }

    /// <summary>As the queries of the operations page find them: from the beginning of the facts to the end of the line.</summary>
    private static JsonElement Parse(string line) => JsonDocument.Parse(line[line.IndexOf(LogFacts.Beginning, StringComparison.Ordinal)..]).RootElement;

    // A fact that is not in LogFactNames.
    [GeneratedRegex(@"[Ff]acts\.Add(?:Outside)?\(""")]
    private static partial Regex UnnamedFact();
}
