using FcWorkflowTrigger.Operations.Diagnosing;

namespace FcWorkflowTrigger.Tests.Cli.Diagnosing;

/// <summary>Every check of files is broken in turn, and named; nothing else is.</summary>
public sealed class FileChecksTests : IDisposable
{
    private const string AllRules = """{"version":1,"rules":[{"name":"video","workflowId":"6d3b1c2a4e5f60718293a4b5c6d7e8f9","match":{"buckets":["media-in"],"prefix":"uploads/"}}]}""";

    private const string SecondOssTrigger = """
                - triggerName: second
                  triggerType: oss
                  sourceArn: acs:oss:${vars.region}:${config('AccountID')}:${vars.mediaBucket}
                  triggerConfig:
                    events: [oss:ObjectCreated:PutObject]
                    filter:
                      key: {prefix: uploads/a/, suffix: ''}

        """;

    private readonly DeploymentFolder _folder = new();

    private static readonly (string Code, CheckStatus Status, string Saw, Action<DeploymentFolder> Break)[] Breakages =
    [
        ("SYAML-READABLE", CheckStatus.Fail, "is not one YAML mapping", folder => File.WriteAllText(folder.Template, "- no mapping")),
        ("SYAML-READABLE", CheckStatus.Fail, "it has no resources", folder => File.WriteAllText(folder.Template, "edition: 3.0.0")),
        ("SYAML-READABLE", CheckStatus.Fail, "FILE-UNREADABLE", folder => File.Delete(folder.Template)),
        ("SYAML-FUNCTIONS", CheckStatus.Fail, "APP_ROLE=reconcile, but 0", Template("APP_ROLE: reconcile", "APP_ROLE: reconciler")),
        ("SYAML-FUNCTIONS", CheckStatus.Fail, "two functions have one name", Template("functionName: ${vars.prefix}-reconcile", "functionName: ${vars.prefix}-ingest")),
        ("SYAML-VARIABLES", CheckStatus.Fail, "CALLBACK_SECRETS is not set", Variable("CALLBACK_SECRETS", null)),
        ("SYAML-VARIABLES", CheckStatus.Fail, "${file('x')} is not known here", Template("APP_ROLE: ingest", "APP_ROLE: ingest\n        MORE: ${file('x')}")),
        ("SYAML-REGION", CheckStatus.Fail, "the region is 'cn-chengdu'", Variable("REGION", "cn-chengdu")),
        ("SYAML-RUNTIME", CheckStatus.Fail, "the runtime 'custom'", Template("runtime: custom.debian12", "runtime: custom")),
        ("SYAML-RUNTIME", CheckStatus.Fail, "port '8080'", Template("port: 9000", "port: 8080")),
        ("SYAML-RUNTIME", CheckStatus.Fail, "runs '/code/other'", Template("/code/bootstrap", "/code/other")),
        ("SYAML-ROLES", CheckStatus.Fail, "share the role one", folder => (folder.Variables["INGEST_ROLE"], folder.Variables["CALLBACK_ROLE"]) = ("one", "one")),
        ("SYAML-ROLES", CheckStatus.Fail, "has no role", Variable("INGEST_ROLE", "")),
        ("SYAML-BUCKETS", CheckStatus.Fail, "media-in is both", Variable("LEDGER_BUCKET", "media-in")),
        ("SYAML-HTTP", CheckStatus.Fail, "no HTTP trigger", Template("triggerType: http", "triggerType: timer")),
        ("SYAML-HTTP", CheckStatus.Fail, "authType is 'function'", Template("authType: anonymous", "authType: function")),
        ("SYAML-HTTP", CheckStatus.Fail, "disableURLInternet is true", Template("disableURLInternet: false", "disableURLInternet: true")),
        ("SYAML-HTTP", CheckStatus.Fail, "lack POST", Template("              - POST", "              - PUT")),
        ("SYAML-TIMER", CheckStatus.Fail, "not enabled", Template("enable: true", "enable: false")),
        ("SYAML-TIMER", CheckStatus.Fail, "every 60 minutes", Template("@every 5m", "@every 1h")),
        ("SYAML-TIMER", CheckStatus.Warn, "is not judged here", Template("@every 5m", "CRON_TZ=UTC 0 0/5 * * * *")),
        ("SYAML-DESTINATION", CheckStatus.Fail, "ingest has no onFailure", Template("onFailure:", "onSuccess:")),
        ("SYAML-DESTINATION", CheckStatus.Fail, "reconcile is called fc-workflow-trigger-reconcile", Template("functions/${vars.prefix}-reconcile", "functions/${vars.prefix}-other")),
        ("SYAML-RETRIES", CheckStatus.Fail, "tries 0 times only", Template("maxAsyncRetryAttempts: 8", "maxAsyncRetryAttempts: 0")),
        ("SYAML-RETRIES", CheckStatus.Fail, "sets no maxAsyncRetryAttempts", Template("maxAsyncRetryAttempts: 3", "other: 3")),
        ("SYAML-RETRIES", CheckStatus.Fail, "less than an hour", Template("maxAsyncEventAgeInSeconds: 86400", "maxAsyncEventAgeInSeconds: 600")),
        ("TIMEOUT-STARTS", CheckStatus.Fail, "fc-workflow-trigger-ingest has 20 s", Template("timeout: 120", "timeout: 20")),
        ("TIMEOUT-LEASES", CheckStatus.Warn, "a lease of ingest lasts 330 s", Template("timeout: 120", "timeout: 300")),
        ("TIMEOUT-LEASES", CheckStatus.Warn, "reconcile may run for 600 s", Template("timeout: 240", "timeout: 600")),
        ("QUEUE-NAME", CheckStatus.Fail, "CALLBACK_QUEUE is 'callbacks'", Variable("CALLBACK_QUEUE", "callbacks")),
        ("QUEUE-NAME", CheckStatus.Fail, "no trigger of the callback function reads ice-callback-1", Variable("CALLBACK_QUEUE", "ice-callback-1")),
        ("SETTINGS-CALLBACK", CheckStatus.Fail, "SETTING-IMS_CALLBACK_TOLERANCE_SECONDS", Variable("IMS_CALLBACK_TOLERANCE_SECONDS", "0")),
        ("SETTINGS-INGEST", CheckStatus.Fail, "SETTING-START_WINDOW_MINUTES", Variable("START_WINDOW_MINUTES", "5")),
        ("SETTINGS-RECONCILE", CheckStatus.Fail, "SETTING-OUTCOMES", Variable("OUTCOMES", "on")),
        ("SETTINGS-SAME", CheckStatus.Fail, "LEDGER_MODE differs", folder => ReplaceOnce(folder, "LEDGER_MODE: ${env('LEDGER_MODE', 'slots')}", "LEDGER_MODE: append")),
        ("SETTINGS-SAME", CheckStatus.Fail, "START_POLICY differs", folder => ReplaceOnce(folder, "START_POLICY: ${env('START_POLICY', '')}", "START_POLICY: park")),
        ("SECRETS-SHORT", CheckStatus.Fail, "entry 2 of CALLBACK_SECRETS is not base64 of at least 32 bytes", Variable("CALLBACK_SECRETS", $"{DeploymentFolder.Secret(1)},c2hvcnQ=")),
        ("SECRETS-SHORT", CheckStatus.Fail, "entry 1 of CALLBACK_SECRETS is not random", Variable("CALLBACK_SECRETS", Convert.ToBase64String(new byte[32]))),
        ("SECRETS-SHORT", CheckStatus.Fail, "entry 1 of OUTCOME_WEBHOOK_SECRETS is not whsec_", Variable("OUTCOME_WEBHOOK_SECRETS", "whsec_c2hvcnQ=")),
        ("SECRETS-EQUAL", CheckStatus.Fail, "CALLBACK_SECRETS 1 and CALLBACK_SECRETS 2 are the same", Variable("CALLBACK_SECRETS", $"{DeploymentFolder.Secret(1)},{DeploymentFolder.Secret(1)}")),
        ("SECRETS-EQUAL", CheckStatus.Fail, "CALLBACK_SECRETS 1 and OUTCOME_WEBHOOK_SECRETS 1 are the same", Variable("OUTCOME_WEBHOOK_SECRETS", $"whsec_{DeploymentFolder.Secret(1)}")),
        ("RULES-VALID", CheckStatus.Fail, "line 1: ", RulesFile("""{"version":1,"rules":[{"name":"a b","workflowId":"w"}]}""")),
        ("RULES-VALID", CheckStatus.Fail, "FILE-UNREADABLE", folder => File.Delete(folder.Rules)),
        ("RULES-REACHED", CheckStatus.Warn, "does not take first", RulesFile($"{AllRules[..^2]},{AllRules[(AllRules.IndexOf('[', StringComparison.Ordinal) + 1)..].Replace("video", "late", StringComparison.Ordinal)}")),
        ("RULES-ENABLED", CheckStatus.Fail, "none of 1 is", RulesFile(AllRules.Replace("\"name\"", "\"dryRun\":true,\"name\"", StringComparison.Ordinal))),
        ("RULES-WORKFLOW", CheckStatus.Fail, "video names the sample's", RulesFile(AllRules.Replace(DeploymentFolder.Workflow, "00000000000000000000000000000001", StringComparison.Ordinal))),
        ("RULES-DELIVERED", CheckStatus.Fail, "rule 'video' is never delivered", RulesFile(AllRules.Replace("uploads/", "incoming/", StringComparison.Ordinal))),
        ("RULES-DELIVERED", CheckStatus.Fail, "rule 'video' is never delivered", RulesFile(AllRules.Replace("\"prefix\"", "\"events\":[\"PutSymlink\"],\"prefix\"", StringComparison.Ordinal))),
        ("TRIGGER-REACH", CheckStatus.Fail, "no rule takes what ossTrigger delivers", Template("prefix: ${vars.mediaPrefix}", "prefix: elsewhere/")),
        ("TRIGGER-EVENTS", CheckStatus.Warn, "ossTrigger has a wildcard", Template("oss:ObjectCreated:PutObject", "oss:ObjectCreated:*")),
        ("TRIGGER-EVENTS", CheckStatus.Warn, "ossTrigger lacks CompleteMultipartUpload", Template("              - oss:ObjectCreated:CompleteMultipartUpload\n", "")),
        ("TRIGGER-EVENTS", CheckStatus.Warn, "delivers AppendObject, which no rule names", Template("oss:ObjectCreated:PutObject", "oss:ObjectCreated:PutObject\n              - oss:ObjectCreated:AppendObject")),
        ("TRIGGER-OVERLAP", CheckStatus.Fail, "ossTrigger of fc-workflow-trigger-ingest and second of fc-workflow-trigger-ingest overlap", Template("                suffix: ''\n", $"                suffix: ''\n{SecondOssTrigger}")),
        ("OUTPUT-PREFIX", CheckStatus.Warn, "writes to 'uploads/out/', and ossTrigger delivers 'uploads/'", RulesFile(AllRules.Replace("\"name\"", "\"outputPrefix\":\"uploads/out/\",\"name\"", StringComparison.Ordinal))),
        ("POLICY-CALLBACK", CheckStatus.Fail, "callback lacks ice:GetWorkflowTask", Policy("callback", "ice:GetWorkflowTask", "ice:Other")),
        ("POLICY-INGEST", CheckStatus.Fail, "ingest lacks ice:StartWorkflow", Policy("ingest", "ice:StartWorkflow", "ice:Other")),
        ("POLICY-INGEST", CheckStatus.Fail, "ingest lacks oss:PutObject on acs:oss:*:*:other/*", Variable("LEDGER_BUCKET", "other")),
        ("POLICY-RECONCILE", CheckStatus.Fail, "reconcile lacks oss:DeleteObject on acs:oss:*:*:ledger/o/*", Policy("reconcile", "\"acs:oss:*:*:ledger/o/*\", ", "")),
        ("POLICY-RECONCILE", CheckStatus.Fail, "there is no ", folder => File.Delete(folder.Policy("reconcile"))),
        ("POLICY-RULES", CheckStatus.Fail, "ingest lacks oss:GetObjectTagging on acs:oss:*:*:media-in/* (rule 'video' asks for tags)", folder =>
        {
            RulesFile(AllRules.Replace("\"prefix\"", "\"tags\":{\"a\":\"b\"},\"prefix\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("ingest"), "oss:GetObjectTagging", "oss:Other");
        }),
        ("POLICY-RULES", CheckStatus.Fail, "reconcile lacks oss:PutObjectTagging on acs:oss:*:*:media-in/* (rule 'video' has a mark)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"mark\":{\"ims\":\"{outcome}\"},\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("reconcile"), "oss:PutObjectTagging", "oss:Other");
        }),
        ("POLICY-RULES", CheckStatus.Fail, "reconcile lacks oss:PutObjectVersionTagging on acs:oss:*:*:media-in/* (rule 'video' has a mark)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"mark\":{\"ims\":\"{outcome}\"},\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("reconcile"), "oss:PutObjectVersionTagging", "oss:Other");
        }),
        ("POLICY-RULES", CheckStatus.Fail, "reconcile lacks oss:GetObjectTagging on acs:oss:*:*:media-in/* (rule 'video' has a mark)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"mark\":{\"ims\":\"{outcome}\"},\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("reconcile"), "oss:GetObjectTagging", "oss:Other");
        }),
        ("POLICY-RULES", CheckStatus.Fail, "callback lacks oss:DeleteObject on acs:oss:*:*:ledger/bn/* (budgets)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"budget\":{\"concurrent\":1},\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("callback"), "ledger/bn/*", "ledger/other/*");
        }),
        ("CATCH-UP-DELIVERED", CheckStatus.Warn, "no trigger delivers all of oss://media-in/up.", Variable("CATCH_UP", "oss://media-in/uploads/a/ since 2h, oss://media-in/up since 2h")),
        ("CATCH-UP-DELIVERED", CheckStatus.Warn, "no trigger delivers all of oss://other/uploads/.", Variable("CATCH_UP", "oss://other/uploads/ since 2h")),
        ("POLICY-RULES", CheckStatus.Fail, "reconcile lacks oss:ListObjects on acs:oss:*:*:other (CATCH_UP)", Variable("CATCH_UP", "oss://other/uploads/ since 2h")),
        ("POLICY-RULES", CheckStatus.Fail, "reconcile lacks oss:GetObject on acs:oss:*:*:other/uploads/* (CATCH_UP)", Variable("CATCH_UP", "oss://other/uploads/ since 2h")),
        ("POLICY-RULES", CheckStatus.Fail, "(rule 'video' reads sidecars)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"sidecar\":\"require\",\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("reconcile"), ", \"acs:oss:*:*:media-in\"]", "]");
        }),
        ("POLICY-RULES", CheckStatus.Fail, "reconcile lacks oss:ListObjects on acs:oss:*:*:media-in (rule 'video' looks whether an object was written again)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"quietFor\":\"30s\",\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("reconcile"), ", \"acs:oss:*:*:media-in\"]", "]");
        }),
        ("POLICY-RULES", CheckStatus.Fail, "ingest lacks oss:GetObject on acs:oss:*:*:media-in/* (rule 'video' looks whether an object was written again)", folder =>
        {
            RulesFile(AllRules.Replace("\"name\"", "\"quietFor\":\"30s\",\"name\"", StringComparison.Ordinal))(folder);
            DeploymentFolder.Replace(folder.Policy("ingest"), "\"oss:GetObject\", \"oss:GetObjectTagging\"", "\"oss:GetObjectTagging\"");
        }),
        ("POLICY-DESTINATION", CheckStatus.Fail, "ingest lacks fc:InvokeFunction on acs:fc:*:*:functions/mine-reconcile", Variable("APP_PREFIX", "mine")),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Breakages.Length)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deployment_in_which_nothing_is_wrong_passes_every_check()
    {
        var results = await _folder.CheckAsync();

        Assert.All(results.Values, result => Assert.Equal((result.Code, CheckStatus.Pass, (string?)null), (result.Code, result.Status, result.Fix)));
        Assert.True(results.Count >= 30);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_is_broken_is_named_by_its_check(int row)
    {
        var (code, status, saw, breaks) = Breakages[row];
        breaks(_folder);

        var result = (await _folder.CheckAsync())[code];

        Assert.Equal((code, status), (result.Code, result.Status));
        Assert.Contains(saw, result.Saw, StringComparison.Ordinal);
        Assert.NotEmpty(result.Fix!);
        Assert.NotEmpty(result.Why);
    }

    [Fact]
    public void Every_check_of_files_is_broken_here() => Assert.Equal(
        Doctor.Checks.Where(check => check.Needs == CheckNeeds.Files).Select(check => check.Code).Order(),
        Breakages.Select(breakage => breakage.Code).Distinct().Order());

    [Fact]
    public async Task Without_the_deployment_file_the_checks_that_need_it_say_so()
    {
        File.Delete(_folder.Template);

        var results = await _folder.CheckAsync();

        Assert.Equal(CheckStatus.NotChecked, results["TRIGGER-REACH"].Status);
        Assert.Contains("See SYAML-READABLE.", results["TRIGGER-REACH"].Saw, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Pass, results["RULES-VALID"].Status);
    }

    [Fact]
    public async Task Variables_come_from_the_shell_and_then_from_the_file_beside_the_deployment()
    {
        _folder.Variables["CALLBACK_SECRETS"] = null;
        await File.WriteAllTextAsync(_folder.DotEnv, $"# the secret\nCALLBACK_SECRETS=\"{DeploymentFolder.Secret(2)}\"\nREGION=cn-chengdu # nowhere\n");
        _folder.Variables["REGION"] = "cn-beijing";

        var results = await _folder.CheckAsync();

        Assert.Equal(CheckStatus.Pass, results["SYAML-VARIABLES"].Status);
        Assert.Equal(CheckStatus.Pass, results["SECRETS-SHORT"].Status);
        Assert.Equal("cn-beijing", results["SYAML-REGION"].Saw);
    }

    [Fact]
    public async Task No_secret_is_shown()
    {
        _folder.Variables["CALLBACK_SECRETS"] = "guess-me";
        _folder.Variables["IMS_CALLBACK_KEYS"] = "guess-me,guess-me";

        var results = await _folder.CheckAsync();

        Assert.Equal((CheckStatus.Fail, CheckStatus.Fail), (results["SECRETS-SHORT"].Status, results["SECRETS-EQUAL"].Status));
        Assert.All(results.Values, result => Assert.DoesNotContain("guess-me", result.Saw, StringComparison.Ordinal));
    }

    private static Action<DeploymentFolder> Template(string text, string other) => folder => DeploymentFolder.Replace(folder.Template, text, other);

    private static Action<DeploymentFolder> Variable(string name, string? value) => folder => folder.Variables[name] = value;

    private static Action<DeploymentFolder> RulesFile(string json) => folder => File.WriteAllText(folder.Rules, json);

    private static Action<DeploymentFolder> Policy(string role, string text, string other) => folder => DeploymentFolder.Replace(folder.Policy(role), text, other);

    private static void ReplaceOnce(DeploymentFolder folder, string text, string other)
    {
        var before = File.ReadAllText(folder.Template);
        var at = before.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(folder.Template, $"{before[..at]}{other}{before[(at + text.Length)..]}");
    }
}
