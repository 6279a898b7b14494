using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Cli.Initializing;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Tests.Docs;
using Spectre.Console;

namespace FcWorkflowTrigger.Tests.Cli.Initializing;

public sealed class InitCommandTests : IDisposable
{
    private const string Workflow = "0123456789abcdef0123456789abcdef";

    private static readonly string[] One = ["--region", "cn-beijing", "--trigger", "my-media:in/", "--workflow", Workflow, "--ledger-bucket", "my-ledger", "--app-prefix", "pipe"];

    private readonly string _folder = Directory.CreateTempSubdirectory("init-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public InitCommandTests()
    {
        File.Copy(Repository.PathOf("s.yaml"), PathOf("s.yaml"));
        File.Copy(Repository.PathOf("src/FcWorkflowTrigger/rules.json"), PathOf("rules.json"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_environment_holds_the_names_and_a_fresh_secret_that_only_its_owner_may_read()
    {
        Assert.Equal(0, await InitAsync(One));

        var values = Environment();
        Assert.Equal(
            ["APP_PREFIX=pipe", "CALLBACK_ROLE=pipe-callback", "INGEST_ROLE=pipe-ingest", "LEDGER_BUCKET=my-ledger", "MEDIA_BUCKET=my-media", "MEDIA_PREFIX=in/", "RECONCILE_ROLE=pipe-reconcile", "REGION=cn-beijing"],
            values.Where(value => value.Key != "CALLBACK_SECRETS").Select(value => $"{value.Key}={value.Value}").Order());
        Assert.Equal(32, Convert.FromBase64String(values["CALLBACK_SECRETS"]).Length);
        Assert.Equal([".env"], Lines(".gitignore"));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(".env")));
        }
    }

    [Fact]
    public async Task Sweeps_look_for_missed_events_below_each_trigger_where_that_is_asked_for()
    {
        Assert.Equal(0, await InitAsync([.. One, "--trigger", "other:", "--catch-up", "2h"]));

        Assert.Contains("CATCH_UP=\"oss://my-media/in/ since 2h, oss://other/ since 2h\"", Lines(".env"));
        Assert.Empty(Environment().Keys.Except(Deployment.Read().Asked.Select(asked => asked.Name)));

        Assert.Equal(1, await InitAsync([.. One, "--catch-up", "8d"]));
        Assert.Contains("use 1h to 7d", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_variable_that_init_sets_is_one_that_the_deployment_reads()
    {
        await InitAsync(One);

        Assert.Empty(Environment().Keys.Except(Deployment.Read().Asked.Select(asked => asked.Name)));
    }

    [Fact]
    public async Task Other_commands_take_three_names_from_the_file_and_nothing_else()
    {
        await InitAsync(One);
        await File.AppendAllTextAsync(PathOf(".env"), "OSS_ENDPOINT=https://elsewhere.example.com\nLEDGER_BUCKET=the-last-counts\n");

        Assert.Equal(
            ["APP_PREFIX=pipe", "LEDGER_BUCKET=the-last-counts", "REGION=cn-beijing"],
            EnvironmentFile.Read(PathOf(".env")).Select(value => $"{value.Key}={value.Value}").Order());
        Assert.Empty(EnvironmentFile.Read(PathOf("none")));
    }

    [Fact]
    public async Task The_secret_and_what_a_person_added_survive_a_second_init()
    {
        await InitAsync(One);
        var secret = Environment()["CALLBACK_SECRETS"];
        await File.AppendAllTextAsync(PathOf(".env"), "OUTCOMES=on\n");

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(".env"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        Assert.Equal(0, await InitAsync([.. One[..^1], "other"]));

        var values = Environment();
        Assert.Equal((secret, "on", "other"), (values["CALLBACK_SECRETS"], values["OUTCOMES"], values["APP_PREFIX"]));
        Assert.DoesNotContain(secret, _out.ToString(), StringComparison.Ordinal);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(".env")));
        }
    }

    [Fact]
    public async Task The_rules_take_the_uploads_that_trigger_and_start_the_workflow()
    {
        await InitAsync(One);

        var rules = RuleFile.Read(await File.ReadAllBytesAsync(PathOf("rules.json")));
        Assert.Empty(rules.Warnings);
        var rule = JsonNode.Parse(await File.ReadAllTextAsync(PathOf("rules.json")))!["rules"]![0]!;
        Assert.Equal(
            $$$"""{"name":"in","match":{"buckets":["my-media"],"prefix":"in/","suffixes":[".mp4",".mov"],"minBytes":1},"workflowId":"{{{Workflow}}}","media":{"title":"{name}"}}""",
            rule.ToJsonString());
    }

    [Fact]
    public async Task Rules_that_a_person_has_changed_stay_unless_force_is_given()
    {
        await File.WriteAllTextAsync(PathOf("rules.json"), """{"version":1,"rules":[{"name":"mine","workflowId":"w"}]}""");

        Assert.Equal(0, await InitAsync(One));
        Assert.Contains("mine", await File.ReadAllTextAsync(PathOf("rules.json")), StringComparison.Ordinal);
        Assert.Contains($"kept      {PathOf("rules.json")}", _out.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await InitAsync([.. One, "--force"]));
        Assert.DoesNotContain("mine", await File.ReadAllTextAsync(PathOf("rules.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("callback")]
    [InlineData("ingest")]
    [InlineData("reconcile")]
    public async Task A_policy_is_the_published_one_with_the_names_filled_in(string function)
    {
        await InitAsync(One);

        var expected = Repository.Read($"src/policies/{function}.json")
            .Replace(":ledger", ":my-ledger", StringComparison.Ordinal)
            .Replace(":media-in", ":my-media", StringComparison.Ordinal)
            .Replace("fc-workflow-trigger-reconcile", "pipe-reconcile", StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(await File.ReadAllTextAsync(PathOf($"setup/{function}.json")))), await File.ReadAllTextAsync(PathOf($"setup/{function}.json")));
    }

    [Fact]
    public async Task Several_triggers_are_rights_rules_and_triggers_of_the_deployment()
    {
        Assert.Equal(0, await InitAsync("--trigger", $"media-a:in/={Workflow}", "--trigger", "media-b:films/", "--trigger", "media-a:later/", "--workflow", "w2", "--ledger-bucket", "my-ledger"));

        var ingest = await File.ReadAllTextAsync(PathOf("setup/ingest.json"));
        Assert.Contains("acs:oss:*:*:media-a/*", ingest, StringComparison.Ordinal);
        Assert.Contains("acs:oss:*:*:media-b/*", ingest, StringComparison.Ordinal);
        Assert.Equal(
            [$"in of media-a in/: {Workflow}", "films of media-b films/: w2", "later of media-a later/: w2"],
            JsonNode.Parse(await File.ReadAllTextAsync(PathOf("rules.json")))!["rules"]!.AsArray()
                .Select(rule => $"{rule!["name"]} of {rule["match"]!["buckets"]![0]} {rule["match"]!["prefix"]}: {rule["workflowId"]}"));

        var yaml = Lines("s.yaml");
        Assert.Equal(["ossTrigger", "ossTrigger2", "ossTrigger3"], Values(yaml, "- triggerName: ").Where(name => name.StartsWith("oss", StringComparison.Ordinal)));
        Assert.Equal(["media-a", "media-b", "media-a"], Values(yaml, "sourceArn: ").Select(arn => arn.Split(':')[^1]));
        Assert.Equal(["'in/'", "'films/'", "'later/'"], Values(yaml, "prefix: ").Where(prefix => prefix.StartsWith('\'')));
        Assert.DoesNotContain(Environment().Keys, name => name.StartsWith("MEDIA_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trigger_for_a_whole_bucket_is_written_too_because_an_empty_variable_counts_as_absent()
    {
        Assert.Equal(0, await InitAsync("--trigger", "media-a:", "--workflow", "w", "--ledger-bucket", "my-ledger"));

        Assert.Contains("prefix: ''", await File.ReadAllTextAsync(PathOf("s.yaml")), StringComparison.Ordinal);
        Assert.DoesNotContain("MEDIA_PREFIX", Environment().Keys);
        Assert.Null(JsonNode.Parse(await File.ReadAllTextAsync(PathOf("rules.json")))!["rules"]![0]!["match"]!["prefix"]);
    }

    [Fact]
    public async Task Back_at_one_trigger_the_deployment_is_as_it_was_published()
    {
        await InitAsync("--trigger", "media-a:in/", "--trigger", "media-b:in/", "--workflow", "w", "--ledger-bucket", "my-ledger");
        Assert.NotEqual(Repository.Read("s.yaml"), await File.ReadAllTextAsync(PathOf("s.yaml")));

        await InitAsync(One);

        Assert.Equal(Repository.Read("s.yaml"), await File.ReadAllTextAsync(PathOf("s.yaml")));
    }

    [Fact]
    public async Task A_second_deployment_has_files_of_its_own()
    {
        await InitAsync(One);

        Assert.Equal(0, await InitAsync(
            "--region", "cn-shenzhen", "--trigger", "south-a:in/", "--trigger", "south-b:in/", "--workflow", "w", "--ledger-bucket", "south-ledger",
            "--app-prefix", "south", "--out", PathOf("south"), "--template", PathOf("s.south.yaml")));

        Assert.Equal(Repository.Read("s.yaml"), await File.ReadAllTextAsync(PathOf("s.yaml")));
        Assert.Contains("south-b", await File.ReadAllTextAsync(PathOf("s.south.yaml")), StringComparison.Ordinal);
        Assert.Equal("cn-beijing", Environment()["REGION"]);
        Assert.Equal("cn-shenzhen", Environment("south/.env")["REGION"]);
        Assert.False(File.Exists(PathOf("south/.gitignore")), "the file above ignores .env in folders too");
    }

    [Fact]
    public async Task The_ledger_forgets_what_the_page_for_operators_says()
    {
        await InitAsync(One);

        var rules = System.Xml.Linq.XDocument.Parse(await File.ReadAllTextAsync(PathOf("setup/lifecycle.xml"))).Root!.Elements("Rule")
            .ToDictionary(rule => rule.Element("Prefix")!.Value, rule => rule.Element("Expiration")!.Element("Days")!.Value);
        Assert.Equal(
            "Delete `r/`, `a/`, `t/`, `w/`, `i/` and `e/` after 120 days, `bd/` after 7 and `u/` after 180.",
            $"Delete {List(rules.Where(rule => rule.Value == "120"))} after 120 days, {List(rules.Where(rule => rule.Value == "7"))} after 7 and {List(rules.Where(rule => rule.Value == "180"))} after 180.");
        Assert.Contains("Delete `r/`, `a/`, `t/`, `w/`, `i/` and `e/` after 120 days, `bd/` after 7 and `u/` after 180.", Repository.Read("docs/operations.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_make_each_bucket_and_role_once_and_are_only_shown()
    {
        await InitAsync(One);

        Assert.Equal(
            """
              aliyun oss mb oss://my-media --acl private --region cn-beijing
              aliyun oss mb oss://my-ledger --acl private --region cn-beijing
              aliyun oss lifecycle --method put oss://my-ledger setup/lifecycle.xml --region cn-beijing
              aliyun ram CreateRole --RoleName pipe-callback --AssumeRolePolicyDocument "$(cat setup/trust.json)"
              aliyun ram CreatePolicy --PolicyName pipe-callback --PolicyDocument "$(cat setup/callback.json)"
              aliyun ram AttachPolicyToRole --PolicyType Custom --PolicyName pipe-callback --RoleName pipe-callback
              aliyun ram CreateRole --RoleName pipe-ingest --AssumeRolePolicyDocument "$(cat setup/trust.json)"
              aliyun ram CreatePolicy --PolicyName pipe-ingest --PolicyDocument "$(cat setup/ingest.json)"
              aliyun ram AttachPolicyToRole --PolicyType Custom --PolicyName pipe-ingest --RoleName pipe-ingest
              aliyun ram CreateRole --RoleName pipe-reconcile --AssumeRolePolicyDocument "$(cat setup/trust.json)"
              aliyun ram CreatePolicy --PolicyName pipe-reconcile --PolicyDocument "$(cat setup/reconcile.json)"
              aliyun ram AttachPolicyToRole --PolicyType Custom --PolicyName pipe-reconcile --RoleName pipe-reconcile
              aliyun ram CreateRole --RoleName AliyunOSSEventNotificationRole --AssumeRolePolicyDocument "$(cat setup/trust-oss.json)"
              aliyun ram AttachPolicyToRole --PolicyType System --PolicyName AliyunOSSEventNotificationRolePolicy --RoleName AliyunOSSEventNotificationRole
            """,
            string.Join('\n', _out.ToString().ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("  aliyun", StringComparison.Ordinal))).Replace($"{_folder}/", "", StringComparison.Ordinal));
        Assert.Contains("oss.aliyuncs.com", await File.ReadAllTextAsync(PathOf("setup/trust-oss.json")), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Repository.Read("src/policies/trust.json")), JsonNode.Parse(await File.ReadAllTextAsync(PathOf("setup/trust.json")))));
    }

    [Fact]
    public async Task A_dry_run_shows_every_file_without_the_secret_and_writes_none()
    {
        Assert.Equal(0, await InitAsync([.. One, "--dry-run"], yes: false));

        Assert.Contains("CALLBACK_SECRETS=(not shown)", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("<Prefix>r/</Prefix>", _out.ToString(), StringComparison.Ordinal);
        Assert.Equal(["rules.json", "s.yaml"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_written()
    {
        Assert.Equal(1, await InitAsync(One, yes: false));

        Assert.StartsWith("CONFIRMATION: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["rules.json", "s.yaml"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_script_reads_the_files_and_the_commands_as_JSON()
    {
        Assert.Equal(0, await InitAsync([.. One, "--json"]));

        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.Equal(
            [".env new", ".gitignore new", "s.yaml unchanged", "rules.json changed", "callback.json new", "ingest.json new", "reconcile.json new", "trust.json new", "trust-oss.json new", "lifecycle.xml new"],
            report.GetProperty("files").EnumerateArray().Select(file => $"{Path.GetFileName(file.GetProperty("path").GetString())} {file.GetProperty("state")}"));
        Assert.Equal(14, report.GetProperty("commands").GetArrayLength());
    }

    [Theory]
    [InlineData("INIT-OVERLAP: my-media:in/films/ and my-media:in/ overlap", "--trigger", "my-media:in/", "--trigger", "my-media:in/films/", "--ledger-bucket", "l-1")]
    [InlineData("INIT-OVERLAP: my-media: and my-media:in/ overlap", "--trigger", "my-media:in/", "--trigger", "my-media:", "--ledger-bucket", "l-1")]
    [InlineData("INIT-ANSWER: the ledger's bucket my-media must not trigger anything", "--trigger", "my-media:in/", "--ledger-bucket", "my-media")]
    [InlineData("INIT-ANSWER: 'My_Media:in/' is no trigger", "--trigger", "My_Media:in/", "--ledger-bucket", "l-1")]
    [InlineData("INIT-ANSWER: 'my-media:/in/' is no trigger", "--trigger", "my-media:/in/", "--ledger-bucket", "l-1")]
    [InlineData("INIT-ANSWER: 'my-media:a$b' is no trigger", "--trigger", "my-media:a$b", "--ledger-bucket", "l-1")]
    [InlineData("INIT-ANSWER: 'L' is no name of a bucket", "--trigger", "my-media:in/", "--ledger-bucket", "L")]
    [InlineData("INIT-ANSWER: IMS does not serve in 'eu-west-1'; use one of cn-shanghai,", "--trigger", "my-media:in/", "--ledger-bucket", "l-1", "--region", "eu-west-1")]
    [InlineData("INIT-ANSWER: 'Pipe' cannot begin the names", "--trigger", "my-media:in/", "--ledger-bucket", "l-1", "--app-prefix", "Pipe")]
    public async Task An_answer_that_the_cloud_would_refuse_is_refused_before_anything_is_written(string sentence, params string[] arguments)
    {
        Assert.Equal(1, await InitAsync([.. arguments, "--workflow", Workflow]));

        Assert.StartsWith(sentence, _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf(".env")));
    }

    [Fact]
    public async Task Eleven_triggers_of_one_bucket_are_too_many()
    {
        var triggers = Enumerable.Range(10, 11).SelectMany(number => new[] { "--trigger", $"my-media:in-{number}/" });

        Assert.Equal(1, await InitAsync([.. triggers, "--workflow", Workflow, "--ledger-bucket", "my-ledger"]));

        Assert.StartsWith("INIT-ANSWER: bucket my-media may have 10 triggers at most.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_file_of_another_program_is_left_alone()
    {
        await File.WriteAllTextAsync(PathOf("s.yaml"), "edition: 3.0.0\n");

        Assert.Equal(1, await InitAsync(One));

        Assert.StartsWith("INIT-TEMPLATE: ", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf(".env")));
    }

    [Fact]
    public void A_person_is_asked_for_what_the_command_line_does_not_say()
    {
        var asked = new List<string>();
        var typed = new Queue<string>(["", "media-a:in/ media-b:in/=w2", "w1", "my-ledger"]);

        var answers = new InitQuestions(question =>
        {
            asked.Add(question);
            return typed.Dequeue();
        }).Answer(new(null, [], null, null, null, null));

        Assert.Equal(
            [
                "Region of IMS and of the buckets [cn-shanghai]: ",
                "Uploads that start workflows, as bucket:prefix (several: with spaces): ",
                "Id of the IMS workflow for media-a:in/: ",
                "Bucket of the ledger, private and of its own [media-a-ledger]: ",
            ],
            asked);
        Assert.Equal(("cn-shanghai", "my-ledger", "fc-workflow-trigger"), (answers.Region, answers.LedgerBucket, answers.AppPrefix));
        Assert.Equal([new("media-a", "in/", "w1"), new UploadTrigger("media-b", "in/", "w2")], answers.Triggers);
    }

    [Fact]
    public void Where_nobody_can_be_asked_the_option_is_named()
    {
        var problem = Assert.Throws<OperationException>(() => new InitQuestions(ask: null).Answer(new("cn-shanghai", [], "w", "my-ledger", null, null)));

        Assert.Equal("INIT-ANSWER: give --trigger bucket:prefix; there is no terminal to ask at.", problem.Message);
    }

    private Task<int> InitAsync(params string[] arguments) => InitAsync(arguments, yes: true);

    private async Task<int> InitAsync(string[] arguments, bool yes)
    {
        string[] places = [.. Given("--out", _folder, arguments), .. Given("--template", PathOf("s.yaml"), arguments), "--rules", PathOf("rules.json")];
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_out) });
        return await CommandLine.Create(_ => null, console).Parse(["init", .. arguments, .. places, .. yes ? ["--yes"] : Array.Empty<string>()]).InvokeAsync(new() { Output = _out, Error = _error });
    }

    private static string[] Given(string option, string value, string[] arguments) => arguments.Contains(option) ? [] : [option, value];

    private static string List(IEnumerable<KeyValuePair<string, string>> rules) => rules.Select(rule => $"`{rule.Key}`").ToArray() switch
    {
        [var only] => only,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
        [] => "nothing",
    };

    private static IEnumerable<string> Values(IEnumerable<string> lines, string key) => lines.Where(line => line.TrimStart().StartsWith(key, StringComparison.Ordinal)).Select(line => line.TrimStart()[key.Length..]);

    private Dictionary<string, string> Environment(string file = ".env") => Lines(file).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    private string PathOf(string file) => Path.Combine(_folder, file);
}
