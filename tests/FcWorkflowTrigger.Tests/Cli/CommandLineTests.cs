using System.Text.Json;
using FcWorkflowTrigger.Cli.Commands;
using Spectre.Console;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private const string Key = "uploads/2026/11/24/春节 plan+draft 100%.mp4";

    private readonly string _folder = Directory.CreateTempSubdirectory("rules-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"suffixes":[".mp4"]}""", 0, "admitted", "takes", null)]
    [InlineData("""{"suffixes":[".mov"]}""", 3, "refused", "does not fit", "match.suffixes")]
    [InlineData("""{"suffixes":[".mp4"],"tags":{"stage":"raw"}}""", 4, "undecided", "cannot tell", "match.tags.stage")]
    public async Task Explain_shows_every_verdict_and_the_condition_that_decided(string match, int exit, string outcome, string verdict, string? field)
    {
        var rules = Write($$"""{"version":1,"rules":[{"name":"a","workflowId":"w","match":{{match}}},{"name":"off","workflowId":"w","enabled":false}]}""");

        Assert.Equal(exit, await RunAsync("explain", $"oss://media-in/{Key}", "--event", Sample, "--rules", rules, "--json"));

        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        var first = report.GetProperty("rules")[0];
        Assert.Equal(outcome, report.GetProperty("outcome").GetString());
        Assert.Equal(verdict, first.GetProperty("verdict").GetString());
        Assert.Equal(field, first.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.Equal(2, report.GetProperty("rules").GetArrayLength());
        Assert.StartsWith("not read: set ALIBABA_CLOUD_ACCESS_KEY_ID", report.GetProperty("ledger").GetProperty("notRead").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_writes_the_same_as_text()
    {
        var rules = Write("""{"version":1,"rules":[{"name":"a","workflowId":"w"}]}""");

        Assert.Equal(0, await RunAsync("explain", $"oss://media-in/{Key}", "--event", Sample, "--rules", rules));

        Assert.Contains("every condition holds: workflow w", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("The upload would run.", _out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait 10", "takes", 4, "undecided")]
    [InlineData("require", "takes", 4, "undecided")]
    [InlineData("ignore", "takes", 0, "admitted")]
    public async Task Explain_is_undecided_when_a_sidecar_that_it_could_not_read_would_decide(string sidecar, string verdict, int exit, string outcome)
    {
        var rules = Write($$"""{"version":1,"rules":[{"name":"a","workflowId":"w","sidecar":"{{sidecar}}"}]}""");

        Assert.Equal(exit, await RunAsync("explain", $"oss://media-in/{Key}", "--event", Sample, "--rules", rules, "--json"));

        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.Equal((outcome, verdict), (report.GetProperty("outcome").GetString(), report.GetProperty("rules")[0].GetProperty("verdict").GetString()));
        Assert.Equal(exit == 4, report.GetProperty("rules")[0].TryGetProperty("sidecar", out _));
    }

    [Theory]
    [InlineData("media-in/a.mp4", "OBJECT-ADDRESS: 'media-in/a.mp4' is not an object; write oss://bucket/key.")]
    [InlineData("oss://media-in/other.mp4", "EVENT-OTHER-OBJECT: the event file has no entry for oss://media-in/other.mp4.")]
    public async Task A_wrong_argument_fails_with_a_code_and_a_sentence(string address, string sentence)
    {
        var rules = Write("""{"version":1,"rules":[{"name":"a","workflowId":"w"}]}""");

        Assert.Equal(1, await RunAsync("explain", address, "--event", Sample, "--rules", rules));

        Assert.Equal(sentence, _error.ToString().Trim());
    }

    [Fact]
    public async Task An_object_cannot_be_read_without_credentials()
    {
        var rules = Write("""{"version":1,"rules":[{"name":"a","workflowId":"w"}]}""");

        Assert.Equal(1, await RunAsync("explain", "oss://media-in/a.mp4", "--rules", rules));

        Assert.StartsWith("CREDENTIALS-MISSING: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_lists_every_problem_with_its_line()
    {
        var rules = Write("{\"version\":1,\"rules\":[\n{\"name\":\"a\",\n\"workflowId\":\"\",\n\"match\":{\"suffixes\":[]}}]}");

        Assert.Equal(1, await RunAsync("rules", "check", rules));

        Assert.Equal(
            [
                $"{rules}:3: rule 1 ('a'), field workflowId is empty; copy the template's id from the IMS console.",
                $"{rules}:4: rule 1 ('a'), field match.suffixes is empty, so the rule would match nothing; leave it out to match all.",
            ],
            _out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Check_writes_JSON()
    {
        Assert.Equal(0, await RunAsync("rules", "check", Write("""{"version":1,"rules":[{"name":"a","workflowId":"w"}]}"""), "--json"));

        Assert.Equal(0, JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Check_lists_warnings_and_succeeds()
    {
        var rules = Write("{\"version\":1,\"rules\":[{\"name\":\"a\",\"workflowId\":\"w\"},\n{\"name\":\"b\",\"workflowId\":\"w\"}]}");

        Assert.Equal(0, await RunAsync("rules", "check", rules));
        Assert.StartsWith($"{rules}:2: warning: rule 2 ('b'), field match matches nothing that rule 'a' does not take first.", _out.ToString(), StringComparison.Ordinal);
        _out.GetStringBuilder().Clear();

        Assert.Equal(0, await RunAsync("rules", "check", rules, "--json"));
        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.Equal(0, report.GetProperty("problems").GetArrayLength());
        Assert.Equal("b", report.GetProperty("warnings")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Check_fails_for_a_rule_that_can_never_match()
    {
        Assert.Equal(1, await RunAsync("rules", "check", Write("""{"version":1,"rules":[{"name":"a","workflowId":"w","match":{"prefix":"/uploads/"}}]}""")));

        Assert.Contains("no key of OSS begins with '/'", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_fails_with_a_code()
    {
        Assert.Equal(1, await RunAsync("rules", "check", Path.Combine(_folder, "absent.json")));

        Assert.StartsWith("FILE-UNREADABLE: ", _error.ToString(), StringComparison.Ordinal);
    }

    private static string Sample => Path.Combine(AppContext.BaseDirectory, "events", "object-created.json");

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "rules.json");
        File.WriteAllText(path, content);
        return path;
    }

    private Task<int> RunAsync(params string[] args)
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_out) });
        console.Profile.Width = 200;
        return CommandLine.Create(_ => null, console).Parse(args).InvokeAsync(new() { Error = _error });
    }
}
