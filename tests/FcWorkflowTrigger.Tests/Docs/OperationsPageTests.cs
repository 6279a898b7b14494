using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Operations.Diagnosing;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>A person who finds a word in a log must find it in the index; and nothing there may be history.</summary>
public sealed partial class OperationsPageTests
{
    // Words of the same shape that are names of algorithms and headers.
    private static readonly string[] NoCodes = ["ACS3-HMAC-SHA256", "OSS4-HMAC-SHA256", "UNSIGNED-PAYLOAD", "X-ICE-TIMESTAMP", "X-ICE-SIGNATURE", "UTF-16", "UTF-32"];

    private static readonly string Source = Repository.Code(Repository.Function) + Repository.Code(Repository.Operations) + Repository.Code(Repository.Console) + Repository.Code(Repository.Cli);

    private readonly MarkdownPage _page = Repository.Page("docs/operations.md");

    [Fact]
    public void The_index_lists_the_codes_of_messages_and_replies()
    {
        // The checks of doctor have a table of their own.
        var codes = Codes(MessagePrefix(), CliCode(), ReplyCode(), Literal()).Except(NoCodes).Except(Doctor.Checks.Select(check => check.Code))
            .Concat(Codes(Family()).Select(family => family == "SETTING-" ? "SETTING-<NAME>" : $"{family}<code>"));

        PageAssert.Same(codes, FirstColumn("Codes", "Code"));
    }

    [Fact]
    public void The_answers_to_callbacks_are_those_the_code_gives()
    {
        var answers = Repository.Page("docs/callbacks-and-webhooks.md").Table("Answers", "Answer").Select(row => MarkdownPage.Plain(row[1])).Where(code => code.Length > 0);

        PageAssert.Same(Codes(ReplyCode()), answers);
    }

    [Fact]
    public void The_index_lists_why_an_upload_is_refused() =>
        PageAssert.Same(Enum.GetNames(Repository.TypeNamed("RefusalReason")), FirstColumn("Refusals", "Reason"));

    [Fact]
    public void The_index_lists_what_a_callback_turned_out_to_be() =>
        PageAssert.Same(Enum.GetNames(Repository.TypeNamed("CallbackOutcome")), FirstColumn("Results of callbacks", "Result"));

    [Fact]
    public void The_index_lists_the_states_of_a_run() => PageAssert.Same(
        Repository.TypeNamed("WorkflowRun").GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(state => !state.IsAbstract && !state.Name.Contains('<')).Select(state => state.Name),
        FirstColumn("States of a run", "State"));

    [Fact]
    public void The_index_lists_how_runs_end()
    {
        var records = Repository.TypeNamed("RunRecord").GetCustomAttributes<JsonDerivedTypeAttribute>();
        var reasons = records
            .Where(record => (string)record.TypeDiscriminator! is not "started")
            .SelectMany(record => Repository.Constants<string>(record.DerivedType).Select(reason => $"{record.TypeDiscriminator} {reason}"))
            .Concat(Codes(RefusedTry()).Select(code => $"refused {code}"))
            .Concat(TypesOfOutcomes().Except(["rejected", "parked", "overdue", "test"]).Select(outcome => $"done {outcome}"));

        PageAssert.Same(reasons, _page.Table("Ends of runs", "Record").Select(row => $"{MarkdownPage.Plain(row[0])} {MarkdownPage.Plain(row[1])}").Where(end => !end.Contains('<')));
    }

    [Fact]
    public void The_index_lists_how_an_end_is_learnt() => PageAssert.Same(
        Repository.Constants<string>(Repository.TypeNamed("StartedRecord")).Concat(Codes(FinishWord())),
        FirstColumn("Results of callbacks", "Word"));

    [Fact]
    public void The_index_lists_the_exit_codes() =>
        PageAssert.Same(Repository.ExitCodes().Select(code => $"{code}"), FirstColumn("Exit codes", "Code"));

    [Fact]
    public void The_types_of_webhooks_are_those_of_their_schema() => PageAssert.Same(
        TypesOfOutcomes().Select(type => $"workflow_run.{type}"),
        Repository.Page("docs/callbacks-and-webhooks.md").Table("Webhooks", "Type").Select(row => MarkdownPage.Plain(row[0])));

    [Fact]
    public void The_sentences_that_the_pages_quote_are_those_the_functions_write()
    {
        var quoted = _page.Table("Symptoms", "Symptom").Concat(_page.Table("Alarms", "Alarm on")).Concat(Repository.Page("README.md").Table("Is it healthy?", "You see"))
            .SelectMany(row => MarkdownPage.CodesOf(row[0]))
            .Where(quote => quote.Contains(' ', StringComparison.Ordinal))
            .SelectMany(quote => Learnt().Replace(quote, "learnt by …").Split('…'))
            .Where(part => part.Trim().Length > 3);

        Assert.All(quoted, part => Assert.Contains(part, Source, StringComparison.Ordinal));
    }

    [Fact]
    public void The_Chinese_page_has_the_same_symptoms_and_alarms()
    {
        var chinese = Repository.Page("docs/zh/README.md");

        Assert.Equal(Quotes(_page.Table("Symptoms", "Symptom")), Quotes(chinese.Table("运维", "现象")));
        Assert.Equal(Quotes(_page.Table("Alarms", "Alarm on")), Quotes(chinese.Table("告警建议", "告警条件")));
    }

    private static IEnumerable<string> Quotes(IEnumerable<string[]> rows) => rows.Select(row => string.Join(' ', MarkdownPage.CodesOf(row[0])));

    private static IEnumerable<string> TypesOfOutcomes()
    {
        using var schema = JsonDocument.Parse(Repository.Read("events/outcome.schema.json"));
        return [.. schema.RootElement.GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray()
            .Select(type => type.GetString()!["workflow_run.".Length..])];
    }

    private IEnumerable<string> FirstColumn(string heading, string column) => _page.Table(heading, column).Select(row => MarkdownPage.Plain(row[0]));

    private static string[] Codes(params Regex[] shapes) =>
        [.. shapes.SelectMany(shape => shape.Matches(Source)).Select(code => code.Groups["code"].Value).Distinct()];

    // "CODE: what is wrong", the beginning of an exception's or a log's text.
    [GeneratedRegex("""\$?"(?<code>[A-Z][A-Z0-9]+(-[A-Z0-9]+)*): """)]
    private static partial Regex MessagePrefix();

    // "OSS-{code}: …", whose second half is another's.
    [GeneratedRegex("""\$"(?<code>[A-Z]+-)\{\w+\}: """)]
    private static partial Regex Family();

    // "CODE", given to the code that writes the text.
    [GeneratedRegex("\"(?<code>[A-Z][A-Z0-9]*(-[A-Z0-9]+)+)\"")]
    private static partial Regex Literal();

    // RefuseAsync(http, status, "CODE", …)
    [GeneratedRegex("""RefuseAsync\(\s*\w+,\s*[\w.]+,\s*"(?<code>[A-Z-]+)"[,)]""")]
    private static partial Regex ReplyCode();

    [GeneratedRegex("""new OperationException\(\s*"(?<code>[A-Z-]+)",""")]
    private static partial Regex CliCode();

    // new Refused("NotConnected", …): a try that started nothing.
    [GeneratedRegex("""new (\w+\.)?Refused\("(?<code>\w+)",""")]
    private static partial Regex RefusedTry();

    [GeneratedRegex("learnt by (callback|poll)")]
    private static partial Regex Learnt();

    [GeneratedRegex("""static FinishSource \w+\([^)]*\) => new\("(?<code>\w+)",""")]
    private static partial Regex FinishWord();
}
