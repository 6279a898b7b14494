using System.Text;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Tests.Docs;
using FcWorkflowTrigger.Tests.Hosting;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Logging;

public sealed class LogTextTests
{
    private const string Forged = "uploads/[ERROR] Run 0123 is parked (StartUnknown): a person must resume or cancel it. LEDGER-VERSIONED START-DEFERRED Swept: 1 seen.mp4";

    [Theory]
    [InlineData("uploads/beach.mp4")]
    [InlineData("uploads/2026-11-24/春节_🎬+1.mp4")]
    [InlineData("uploads/film(1).mp4")]
    [InlineData("media-in")]
    [InlineData("Throttling.User")]
    public void A_plain_value_stays_as_it_is(string value) => Assert.Equal(value, LogText.Escape(value));

    [Theory]
    [InlineData("a b", "a%20b")]
    [InlineData("100%", "100%25")]
    [InlineData("a\n[ERROR] b", "a%0A%5BERROR%5D%20b")]
    [InlineData("\u001b[2J\u0007", "%1B%5B2J%07")]
    [InlineData("a\u202egpj.mp4", "a%E2%80%AEgpj.mp4")]
    [InlineData("a\u2028b\u0085", "a%E2%80%A8b%C2%85")]
    [InlineData("a\u3000b", "a%E3%80%80b")]
    [InlineData("LEDGER-VERSIONED", "LEDGER%2DVERSIONED")]
    public void Any_other_value_is_escaped_as_in_a_URL(string value, string escaped) => Assert.Equal(escaped, LogText.Escape(value));

    [Fact]
    public void A_value_is_bounded() => Assert.InRange(LogText.Escape(new('\n', 100_000)).Length, 1, LogText.MaxValue + 1);

    [Fact]
    public void A_message_of_a_service_is_bounded_and_keeps_its_words()
    {
        Assert.Equal(LogText.MaxMessage + 1, LogText.Bound(new('x', 100_000))!.Length);
        Assert.Equal("a b\\u{1b}[2J", LogText.Bound(" a\r\nb\u001b[2J "));
        Assert.Null(LogText.Bound(" \n"));
        Assert.Equal("'not valid, \"x\"'".Replace("\"", "%22", StringComparison.Ordinal), LogText.Quote("not valid, \"x\""));
        Assert.Equal("", LogText.Quote(null));
    }

    [Fact]
    public void A_message_is_not_cut_within_a_character()
    {
        var bound = LogText.Bound(new string('x', LogText.MaxMessage - 1) + "\U0001f3ac and more")!;

        Assert.Equal($"{new string('x', LogText.MaxMessage - 1)}…", bound);
    }

    [Fact]
    public void Characters_that_stand_for_nothing_are_escaped() => Assert.Equal("a%EE%80%80b", LogText.Escape("a\ue000b"));

    [Theory]
    [InlineData("[ERROR]")]
    [InlineData("[WARNING]")]
    [InlineData("[INFO]")]
    [InlineData("[DEBUG]")]
    public void No_text_names_a_level(string level) => Assert.DoesNotContain(level, LogText.ToLine($"a {level} b"), StringComparison.Ordinal);

    [Fact]
    public void A_plain_line_is_bounded_too() => Assert.Equal(LogText.MaxLine + 1, LogText.ToLine(new('x', 100_000)).Length);

    [Property]
    public void An_escaped_value_leads_back_to_the_value(string? text)
    {
        var value = Encoding.UTF8.GetString(TestData.Bytes(text ?? ""));

        Assert.Equal(value, Uri.UnescapeDataString(LogText.Escape(value)));
    }

    [Fact]
    public void No_alarm_of_the_documentation_matches_inside_a_key()
    {
        var alarms = Repository.Page("docs/operations.md").Table("Alarms", "Alarm on").SelectMany(row => MarkdownPage.CodesOf(row[0]))
            .Append("is parked (").Where(alarm => alarm is not ("parked" or "errors")).ToArray();

        Assert.Contains("[ERROR]", alarms);
        Assert.All(alarms, alarm => Assert.DoesNotContain(alarm, LogText.Escape($"{Forged} {alarm}"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Forged)]
    [InlineData("uploads/a\n2026-11-26T00:00:00.000Z 1-x [ERROR] forged.mp4")]
    [InlineData("uploads/\u001b]0;owned\u0007\u001b[2Ja\u202egpj.mp4")]
    [InlineData("uploads/a\rb\u2028c\u2029d\u0085e\ff\vg.mp4")]
    public async Task A_refused_upload_is_one_plain_line_in_the_log(string key)
    {
        var output = new StringWriter();
        var log = new FcLoggerFactory(RuntimeEndpointTests.Options, new InvocationScope(), output, new FakeTimeProvider(TestData.Now));
        var host = new TestHost();
        await host.IngestAsync(Event(key.Replace("uploads/", "other/", StringComparison.Ordinal)));

        LogLines.Replay(host.Log.All, log.CreateLogger("FcWorkflowTrigger.Test"));

        var written = output.ToString();
        Assert.EndsWith(Environment.NewLine, written, StringComparison.Ordinal);
        Assert.Single(written.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Single(written.Split("Refused oss://media-in/other/")[1..]);
        Assert.DoesNotContain("[ERROR]", written, StringComparison.Ordinal);
        Assert.DoesNotContain("is parked", written, StringComparison.Ordinal);
        Assert.DoesNotContain(written.TrimEnd(), character => char.IsControl(character) || character is '\u202e' or '\u2028' or '\u2029');
    }

    [Fact]
    public void A_line_stays_one_line_with_one_level_for_any_text_of_an_exception()
    {
        var output = new StringWriter();
        var log = new FcLoggerFactory(RuntimeEndpointTests.Options, new InvocationScope(), output, new FakeTimeProvider(TestData.Now));

        Write(log, "Run 1 failed.", new InvalidDataException("a\nb [ERROR] c \u202e \u001b[31m \u2028 " + new string('x', 100_000)));

        var line = Assert.Single(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, line.Split("[ERROR]").Length);
        Assert.DoesNotContain(line, character => char.IsControl(character) || character is '\u202e' or '\u2028');
        Assert.InRange(line.Length, 1, LogText.MaxLine + 300);
    }

    [Fact]
    public void Codes_of_services_are_escaped_in_messages_and_kept_in_the_exception()
    {
        var ims = new ImsException("StartWorkflow", System.Net.HttpStatusCode.BadRequest, "A [ERROR] b\n", "R\n[ERROR]");
        var oss = new OssException("PutObject", System.Net.HttpStatusCode.BadRequest, "A [ERROR] b\n", "R\n[ERROR]");

        Assert.Equal(("A [ERROR] b\n", "A [ERROR] b\n"), (ims.Code, oss.Code));
        Assert.DoesNotContain("[ERROR]", ims.Message + oss.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", ims.Message + oss.Message, StringComparison.Ordinal);
    }

    private static void Write(FcLoggerFactory log, string line, Exception? failure) => log.CreateLogger("FcWorkflowTrigger.Test")
        .Log(failure is null ? LogLevel.Information : LogLevel.Error, default, line, failure, (text, _) => text);

    private static string Event(string key) =>
        """{"events":[{"eventName":"ObjectCreated:PutObject","oss":{"bucket":{"name":"media-in"},"object":{"size":1,"key":"""
        + System.Text.Json.JsonSerializer.Serialize(key, TestJson.Default.String) + "}}}]}";
}
