using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Telemetry;
using Spectre.Console;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>The page is compared with what the loader asks for, says of a wrong value, and makes of an absent one.</summary>
public sealed partial class SettingsPageTests
{
    private const string Region = "cn-shanghai";
    private const string WrongForAll = "?";

    private static readonly Deployment Deployed = Deployment.Read();

    // An address may hold a password.
    private static readonly string[] Secrets = ["SECRET", "KEYS", "TOKEN", "PASSWORD", "WEBHOOK", "OTLP"];

    private readonly MarkdownPage _page = Repository.Page("docs/settings.md");

    /// <summary>One row of the functions' table.</summary>
    /// <param name="For">As letters: <c>CIR</c>.</param>
    private sealed record Row(string Name, string For, string Default, string Values, string Meaning)
    {
        public string Role => RoleOf(For[^1]);

        /// <summary>The default as one would set it.</summary>
        public string Value => MarkdownPage.Plain(Default).Replace("<region>", Region, StringComparison.Ordinal);
    }

    private Row[] Rows => [.. _page.Table("The functions", "Variable").Select(row => new Row(MarkdownPage.Plain(row[0]), row[1], row[2], row[3], row[4]))];

    [Fact]
    public void The_page_says_which_function_gets_which_variable() => PageAssert.Same(
        Deployed.HandedOn.Select(variable => $"{variable.Role} {variable.Name}"),
        Rows.SelectMany(row => row.For.Select(letter => $"{RoleOf(letter)} {row.Name}")));

    [Theory]
    [InlineData("callback")]
    [InlineData("ingest")]
    [InlineData("reconcile")]
    public void A_function_reads_every_variable_it_gets(string role) =>
        Assert.Empty(Deployed.HandedOn.Where(variable => variable.Role == role).Select(variable => variable.Name).Except(AskedBy(role)));

    [Fact]
    public void Only_a_function_that_uses_a_secret_gets_it() => Assert.Equal(
        [
            ("CALLBACK_SECRETS", "callback"), ("CALLBACK_SECRETS", "ingest"), ("CALLBACK_SECRETS", "reconcile"),
            ("IMS_CALLBACK_KEYS", "callback"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "reconcile"), ("OTEL_EXPORTER_OTLP_HEADERS", "reconcile"), ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "reconcile"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "reconcile"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "reconcile"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "reconcile"),
            ("OUTCOME_WEBHOOKS", "reconcile"), ("OUTCOME_WEBHOOK_SECRETS", "reconcile"),
        ],
        Deployed.HandedOn
            .Where(variable => Secrets.Any(word => variable.Name.Contains(word, StringComparison.Ordinal)))
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .ThenBy(variable => variable.Role, StringComparer.Ordinal));

    [Fact]
    public void The_page_lists_every_variable_the_functions_read()
    {
        var read = "CIR".Select(RoleOf).SelectMany(AskedBy)
            .Concat(Environment().Matches(Repository.Code(Repository.Function)).Select(variable => variable.Groups["name"].Value));
        var provided = _page.Table("What Function Compute provides", "Variable").SelectMany(row => MarkdownPage.CodesOf(row[0]));

        PageAssert.Same(read, Rows.Select(row => row.Name).Concat(provided));
    }

    [Fact]
    public void The_page_lists_every_variable_that_only_the_deployment_reads() => PageAssert.Same(
        Deployed.Asked.Where(asked => Rows.All(row => row.Name != asked.Name)).Select(asked => $"{asked.Name} = {asked.Default}"),
        _page.Table("What only `s.yaml` reads", "Variable").Select(row => $"{MarkdownPage.Plain(row[0])} = {MarkdownPage.Plain(row[1])}"));

    [Fact]
    public void The_deployment_has_no_default_of_its_own_that_is_missing_on_the_page()
    {
        var hidden = Deployed.Asked
            .Where(asked => asked.Default is { Length: > 0 } && Rows.Any(row => row.Name == asked.Name && MarkdownPage.Plain(row.Default) != asked.Default))
            .Where(asked => !Rows.Single(row => row.Name == asked.Name).Meaning.Contains($"(`{asked.Default}` in `s.yaml`)", StringComparison.Ordinal));

        Assert.Empty(hidden);
    }

    [Fact]
    public void The_page_has_the_allowed_values_of_every_variable()
    {
        var wrong = Rows.Select(row => (row.Name, row.Values, Allowed: AllowedFor(row))).Where(row => row.Allowed is { } allowed ? row.Values != allowed : Range().IsMatch(row.Values));

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_the_page_calls_required_must_be_set_and_nothing_else()
    {
        var required = Rows.Where(row => Load(row.For.Contains('I', StringComparison.Ordinal) ? "ingest" : row.Role, (row.Name, null)).Problems.Count > 0);

        PageAssert.Same(required.Select(row => row.Name), Rows.Where(row => row.Default == "required").Select(row => row.Name));
    }

    [Fact]
    public void An_absent_variable_means_the_default_on_the_page()
    {
        var withDefault = Rows.Where(row => row.Default is not ("required" or "none") && row.Name != "RULES_FILE");

        var wrong = withDefault.Where(row => Load(row.Role, (row.Name, null)).Text != Load(row.Role, (row.Name, row.Value)).Text);

        Assert.Empty(wrong.Select(row => $"{row.Name}: {row.Default}"));
    }

    [Fact]
    public void Another_value_than_the_default_is_seen()
    {
        var changed = Rows.Select(row => (row.Name, row.Role, Other: Range().IsMatch(row.Values) ? "17" : MarkdownPage.CodesOf(row.Values).LastOrDefault(value => value != row.Value)));

        var unseen = changed.Where(row => row.Other is not null && Load(row.Role, (row.Name, null)).Text == Load(row.Role, (row.Name, row.Other)).Text);

        Assert.Empty(unseen.Select(row => row.Name));
    }

    [Fact]
    public void The_rules_lie_where_the_page_says()
    {
        var files = new List<string>();
        Load("ingest", files.Add, ("RULES_FILE", null));

        Assert.Equal("`rules.json` beside the binary", Rows.Single(row => row.Name == "RULES_FILE").Default);
        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "rules.json")], files);
    }

    [Fact]
    public async Task The_page_lists_every_variable_the_command_line_reads()
    {
        var asked = new List<string>();
        var given = new Dictionary<string, string?> { ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "id", ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "secret", ["RULES_FILE"] = RulesFile() };
        var command = CommandLine.Create(
            name =>
            {
                asked.Add(name);
                return given.GetValueOrDefault(name);
            },
            AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(TextWriter.Null) }));

        var exit = await command.Parse(["explain", "oss://media-in/uploads/first.mp4", "--event", Repository.PathOf("events/objects-created-two.json")]).InvokeAsync();

        Assert.Equal(0, exit);
        // Only `runs show --otlp` asks for these.
        PageAssert.Same([.. asked, ResourceAttributes.ServiceName, ResourceAttributes.Variable], _page.Table("The command line", "Variable").SelectMany(row => MarkdownPage.CodesOf(row[0])));
    }

    private static string RulesFile() => Repository.PathOf("src/FcWorkflowTrigger/rules.json");

    private static string RoleOf(char letter) => letter switch
    {
        'C' => "callback",
        'I' => "ingest",
        'R' => "reconcile",
        _ => throw new InvalidOperationException($"No function has the letter {letter}."),
    };

    /// <returns>As the page writes it; null where the loader does not say.</returns>
    private static string? AllowedFor(Row row)
    {
        var sentence = string.Join(' ', Load(row.Role, (row.Name, WrongForAll)).Problems.Where(problem => problem.StartsWith($"SETTING-{row.Name}:", StringComparison.Ordinal)));

        return (NumberRange().Match(sentence), Choices().Match(sentence)) switch
        {
            ({ Success: true } range, _) => $"{Number(range.Groups["min"].Value)} to {Number(range.Groups["max"].Value)}",
            (_, { Success: true } choices) => string.Join(", ", choices.Groups["values"].Value.Split(", ").Select(value => $"`{value}`").Order(StringComparer.Ordinal)
                .OrderBy(value => !row.Values.StartsWith(value, StringComparison.Ordinal))),
            _ => null,
        };
    }

    private static string Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);

    private static IEnumerable<string> AskedBy(string role)
    {
        var asked = new List<string>();
        var given = Given(role);
        SettingsLoader.Load(
            name =>
            {
                asked.Add(name);
                return given.GetValueOrDefault(name);
            },
            _ => Rules());
        return asked;
    }

    private static (IReadOnlyList<string> Problems, string? Text) Load(string role, params (string Name, string? Value)[] changes) => Load(role, _ => { }, changes);

    /// <returns>What is wrong; or everything that came of the settings, as text.</returns>
    private static (IReadOnlyList<string> Problems, string? Text) Load(string role, Action<string> onRead, params (string Name, string? Value)[] changes)
    {
        var given = Given(role);

        foreach (var (name, value) in changes)
        {
            given[name] = value;
        }

        try
        {
            var settings = SettingsLoader.Load(given.GetValueOrDefault, path =>
            {
                onRead(path);
                return Rules();
            });
            return ([], JsonSerializer.Serialize(settings with { Rules = null! }));
        }
        catch (SettingsException wrong)
        {
            return (wrong.Problems, null);
        }
    }

    private static Dictionary<string, string?> Given(string role) => new()
    {
        ["APP_ROLE"] = role,
        ["FC_REGION"] = Region,
        ["FC_INSTANCE_ID"] = "c-1",
        ["LEDGER_BUCKET"] = "ledger",
        ["CALLBACK_BASE_URL"] = "https://callback.example.com",
        ["CALLBACK_SECRETS"] = Convert.ToBase64String(new byte[32]),
    };

    private static byte[] Rules() => Encoding.UTF8.GetBytes("""{"version":1,"rules":[{"name":"a","workflowId":"w"}]}""");

    [GeneratedRegex("""GetEnvironmentVariable\("(?<name>\w+)"\)""")]
    private static partial Regex Environment();

    [GeneratedRegex(@"^[\d,]+ to [\d,]+$")]
    private static partial Regex Range();

    [GeneratedRegex(@"from (?<min>\d+) to (?<max>\d+)")]
    private static partial Regex NumberRange();

    [GeneratedRegex(@"one of (?<values>[a-z, ]+)\.")]
    private static partial Regex Choices();
}
