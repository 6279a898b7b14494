using System.Net;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A deployment in which nothing is wrong passes every check; then each thing that only a cloud shows is broken in turn, and its check names it.</summary>
public sealed class DoctorJourneyTests : IAsyncLifetime
{
    private const string Older = "uploads/older.mp4";
    private const string Newest = "uploads/newest.mp4";

    private const string Lifecycle =
        """
        <LifecycleConfiguration>{0}</LifecycleConfiguration>
        """;

    private static readonly (string Prefix, int Days)[] Expiring = [("r/", 120), ("a/", 120), ("t/", 120), ("w/", 120), ("i/", 120), ("e/", 120), ("bd/", 7), ("u/", 180)];

    private readonly string _folder = Directory.CreateTempSubdirectory("doctor-").FullName;
    private readonly OutcomeReceiver _receiver = new();
    private readonly HashSet<string> _broken = [];
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync(_receiver.Settings, "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_thing_that_is_broken_is_named_by_its_check()
    {
        var codes = await PassAsync();

        await BreakBucketsAsync();
        await BreakFunctionsAsync();
        await BreakReceiversAsync();
        await BreakImsAsync();
        await BreakRecordsAsync();
        await BreakKeysAsync();
        await BreakDeploymentAsync();

        Assert.Equal(codes.Order(StringComparer.Ordinal), _broken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_alone_need_no_account_and_no_network()
    {
        var template = Path.Combine(_folder, "s.yaml");
        await File.WriteAllTextAsync(template, (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "s.yaml"))).Replace("enable: true", "enable: false", StringComparison.Ordinal));
        var nowhere = new Dictionary<string, string?> { ["HOME"] = _folder, ["CALLBACK_SECRETS"] = "c2hvcnQ=" };

        var result = await Fcwt.RunAsync(nowhere, ["doctor", "--offline", "--template", template]);

        Assert.Equal(1, result.Exit);
        Assert.Contains("FAIL  SYAML-TIMER  a timer sweeps at least every 15 minutes: the timer is not enabled", result.Out, StringComparison.Ordinal);
        Assert.Contains("FAIL  SECRETS-SHORT", result.Out, StringComparison.Ordinal);
        Assert.Contains("      why: ", result.Out, StringComparison.Ordinal);
        Assert.Contains("      fix: ", result.Out, StringComparison.Ordinal);
        Assert.EndsWith(" 0 not checked.", result.Out.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Out);
        Assert.DoesNotContain("c2hvcnQ=", result.Out, StringComparison.Ordinal);

        foreach (var (arguments, code) in new[] { ("--probe", "DOCTOR-OPTIONS"), ("--offline --cloud", "DOCTOR-OPTIONS"), ("--only NO-CHECK", "CHECK-UNKNOWN") })
        {
            var refused = await Fcwt.RunAsync(nowhere, ["doctor", .. arguments.Split(' ')]);
            Assert.Equal(1, refused.Exit);
            Assert.StartsWith($"{code}: ", refused.Error, StringComparison.Ordinal);
        }
    }

    /// <returns>The codes of the checks that need a cloud.</returns>
    private async Task<string[]> PassAsync()
    {
        await SetLifecycleAsync("ledger", Expiring);

        foreach (var key in new[] { Older, Newest })
        {
            await _cloud.PutAsync(key);
            await _cloud.UntilAsync(key, "Succeed", called: true);
        }

        // Without moving the clock, which is a check of its own.
        using var swept = await _cloud.InvokeAsync("reconcile", "{}");
        var answers = Path.Combine(_folder, "answers.json");

        var all = await RunAsync(_cloud, new(), "--cloud", "--write", "--answers", answers);

        Assert.All(Rows(all.Out), row => Assert.Equal($"{row["code"]} pass", $"{row["code"]} {row["status"]}{(row["status"]!.ToString() == "pass" ? "" : $": {row["saw"]}")}"));
        Assert.Equal(0, all.Exit);
        await FcwtSchema.RequireLinesAsync("CheckResult", all.Out);
        Assert.Empty(await _cloud.LedgerAsync("probe/"));

        var kept = await File.ReadAllTextAsync(answers);
        await FcwtSchema.RequireAsync("AnswersFile", kept);
        Assert.Equal(
            [
                "ASSUME-KEYTEXT", "ASSUME-METHOD 405", "ASSUME-MISSING 404", "ASSUME-ONE-TASK no", "ASSUME-RACE exactly one of 32 wins",
                "ASSUME-URL-FORMS the same asset", "ASSUME-USERDATA yes", "ASSUME-WINDOW less than 16 minutes",
            ],
            JsonNode.Parse(kept)!["answers"]!.AsArray().Select(answer => $"{answer!["code"]}{(answer["code"]!.ToString() == "ASSUME-KEYTEXT" ? "" : $" {answer["value"]}")}"));
        Assert.All(JsonNode.Parse(kept)!["answers"]!.AsArray(), answer => Assert.Equal("the local cloud", answer!["cloud"]!.ToString()));

        var files = Rows((await RunAsync(_cloud, new())).Out);
        return [.. files.Where(row => row["status"]!.ToString() == "not-checked").Select(row => row["code"]!.ToString())];
    }

    private async Task BreakBucketsAsync()
    {
        const string Bad = "bad-ledger";
        await _cloud.SetBucketAsync(HttpMethod.Put, Bad, "", null, "");
        await _cloud.SetBucketAsync(HttpMethod.Put, Bad, "", "versioning", "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>");
        await _cloud.SetBucketAsync(HttpMethod.Delete, Bad, "", "publicAccessBlock", null);
        await _cloud.SetBucketAsync(
            HttpMethod.Put, Bad, "", "encryption", "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>");
        await SetLifecycleAsync(Bad, [("", 120)]);

        await ExpectAsync(
            new() { ["LEDGER_BUCKET"] = Bad },
            ("LEDGER-PRIVATE", "warn"), ("LEDGER-UNVERSIONED", "fail"), ("LEDGER-LIFECYCLE", "fail"), ("LEDGER-ENCRYPTION", "warn"), ("PROBE-ABSENT", "fail"), ("ASSUME-RACE", "fail"));
        await ExpectAsync(new() { ["MEDIA_BUCKET"] = Bad }, ("MEDIA-PRIVATE", "warn"));
        await _cloud.SetBucketAsync(HttpMethod.Put, Bad, "", "acl", "", "x-oss-acl: public-read");
        await ExpectAsync(new() { ["LEDGER_BUCKET"] = Bad }, ("LEDGER-PRIVATE", "fail"));
        await ExpectAsync(new() { ["MEDIA_BUCKET"] = Bad }, ("MEDIA-PRIVATE", "warn"));
        await _cloud.SetBucketAsync(HttpMethod.Put, Bad, "", "acl", "", "x-oss-acl: public-read-write");
        await ExpectAsync(new() { ["MEDIA_BUCKET"] = Bad }, ("MEDIA-PRIVATE", "fail"));
        await ExpectAsync(new() { ["LEDGER_BUCKET"] = "nowhere", ["MEDIA_BUCKET"] = "nowhere" }, ("LEDGER-BUCKET", "fail"), ("MEDIA-BUCKET", "fail"));
        await ExpectAsync(new() { ["REGION"] = "cn-beijing" }, ("LEDGER-BUCKET", "fail"), ("MEDIA-BUCKET", "fail"));

        await SetLifecycleAsync("ledger", [.. Expiring.Select(rule => rule with { Days = 20 })]);
        await ExpectAsync(new(), ("LEDGER-LIFECYCLE", "fail"));
        await _cloud.SetBucketAsync(HttpMethod.Delete, "ledger", "", "lifecycle", null);
        await ExpectAsync(new(), ("LEDGER-LIFECYCLE", "warn"));

        await _cloud.FaultAsync(new { service = "oss", action = "ListObjectsV2", kind = "fail", code = "InternalError", status = 500 });
        await ExpectAsync(new(), ("PROBE-LISTED", "fail"));
        await _cloud.FaultAsync(new { service = "oss", action = "GetObject", kind = "fail", code = "AccessDenied", status = 403, keyContains = "probe/absent" });
        await ExpectAsync(new(), ("ASSUME-MISSING", "warn"));
        Assert.Empty(await _cloud.LedgerAsync("probe/"));
    }

    private async Task BreakFunctionsAsync()
    {
        await ExpectAsync(new() { ["APP_PREFIX"] = "another" }, ("FC-FUNCTIONS", "fail"), ("FC-SETTINGS", "not-checked"));
        await ExpectAsync(new() { ["START_POLICY"] = "park" }, ("FC-SETTINGS", "fail"));
        await _cloud.FaultAsync(new { service = "fc", action = "fc-workflow-trigger-callback", kind = "fail" });
        await ExpectAsync(new(), ("CALLBACK-FORGED", "fail"));

        await using var untrusted = new UntrustedCallback(_cloud);
        var result = await Fcwt.RunAsync(
            Account("local-secret", fc: untrusted.Fc), ["doctor", "--cloud", "--only", "FC-FUNCTIONS,CALLBACK-FORGED", "--json", "--answers", Path.Combine(_folder, "none.json")]);
        var rows = Rows(result.Out);
        Assert.Equal(["FC-FUNCTIONS pass", "CALLBACK-FORGED fail"], rows.Select(row => $"{row["code"]} {row["status"]}"));
        Assert.Contains("certificate", rows[^1]["saw"]!.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    // Not as --local, which has its own keys and endpoints.
    private Dictionary<string, string?> Account(string secret, string? fc = null) => new()
    {
        ["HOME"] = _folder,
        ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "local",
        ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = secret,
        ["OSS_ENDPOINT"] = _cloud.Oss,
        ["IMS_ENDPOINT"] = _cloud.Ims,
        ["FC_ENDPOINT"] = fc ?? _cloud.Fc,
    };

    private async Task BreakReceiversAsync()
    {
        await ExpectAsync(new() { ["OUTCOME_WEBHOOKS"] = "http://127.0.0.1:1/" }, ("WEBHOOKS-REACHED", "fail"));
        await ExpectAsync(new() { ["OUTCOME_WEBHOOKS"] = "https://localhost:1/", ["OUTCOME_NETWORK"] = "public" }, ("WEBHOOKS-REACHED", "fail"));
        _receiver.Answer = HttpStatusCode.ServiceUnavailable;
        await ExpectAsync(new(), ("WEBHOOKS-TAKEN", "fail"));
    }

    private async Task BreakImsAsync()
    {
        await _cloud.FaultAsync(new { service = "ims", action = "ListWorkflowTasks", kind = "fail", code = "InternalError", status = 500, times = 20 });
        await ExpectAsync(new(), ("IMS-REACHED", "fail"));
        await _cloud.ClearFaultsAsync();

        var rules = Path.Combine(_folder, "rules.json");
        await File.WriteAllTextAsync(rules, """{"version":1,"rules":[{"name":"video","workflowId":"0123456789abcdef0123456789abcdef"}]}""");
        await ExpectAsync(new() { ["RULES_FILE"] = rules }, ("IMS-WORKFLOWS", "warn"));

        await _cloud.FaultAsync(new { service = "ims", action = "GetMediaInfo", kind = "fail", code = "NoMatchedInputUrl", status = 404 });
        await ExpectAsync(new(), ("ASSUME-URL-FORMS", "warn"));

        // As the trigger of the IMS console would.
        var run = (await _cloud.RunsAsync()).Single(run => run.Key == Newest);
        using var start = await _cloud.SignedImsAsync(
            "StartWorkflow", ("WorkflowId", "00000000000000000000000000000001"), ("TaskInput", $$"""{"Type":"Media","Media":"{{run.MediaId}}"}"""));
        using var started = await _cloud.Http.SendAsync(start);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await ExpectAsync(new(), ("ASSUME-ONE-TASK", "fail"));
    }

    private async Task BreakRecordsAsync()
    {
        var runs = await _cloud.RunsAsync();
        var (older, newest) = (runs.First(run => run.Key == Older).TaskId, runs.First(run => run.Key == Newest).TaskId);
        var id = await _cloud.ObjectAsync($"t/{newest}");
        var record = $"r/{id[..2]}/{id[..24]}/{id[24..]}/0002.json";
        var before = await _cloud.ObjectAsync(record);
        await _cloud.WriteLedgerAsync(record, before.Replace(newest, older, StringComparison.Ordinal));
        await ExpectAsync(new(), ("ASSUME-USERDATA", "fail"));

        var sweep = JsonNode.Parse(await _cloud.ObjectAsync("s/last.json"))!;
        sweep["version"] = "0.0.1";
        sweep["errors"] = 2;
        await _cloud.WriteLedgerAsync("s/last.json", sweep.ToJsonString());
        await ExpectAsync(new(), ("FC-VERSION", "fail"), ("FC-SWEEP", "warn"));
        sweep["at"] = (await _cloud.NowAsync()).AddMinutes(-20);
        await _cloud.WriteLedgerAsync("s/last.json", sweep.ToJsonString());
        await ExpectAsync(new(), ("FC-SWEEP", "fail"));

        // No sweep has looked there: the functions of this journey have no CATCH_UP.
        await ExpectAsync(new() { ["CATCH_UP"] = "oss://media-in/uploads/ since 2h" }, ("CATCH-UP-SEEN", "warn"));

        var status = await CommandAsync(_cloud, new(), "status");
        Assert.Equal(1, status.Exit);
        Assert.True(JsonNode.Parse(status.Out)!["isPersonNeeded"]!.GetValue<bool>());
    }

    private async Task BreakKeysAsync()
    {
        var account = Account("not-the-secret");
        var wrong = await Fcwt.RunAsync(account, ["doctor", "--cloud", "--only", "CLOUD-KEYS", "--json", "--answers", Path.Combine(_folder, "none.json")]);
        account["ALIBABA_CLOUD_ACCESS_KEY_ID"] = null;
        var none = await Fcwt.RunAsync(account, ["doctor", "--cloud", "--only", "CLOUD-KEYS,LEDGER-BUCKET", "--json", "--answers", Path.Combine(_folder, "none.json")]);

        Assert.Equal(["CLOUD-KEYS fail"], Rows(wrong.Out).Select(row => $"{row["code"]} {row["status"]}"));
        Assert.Equal(["CLOUD-KEYS fail", "LEDGER-BUCKET not-checked"], Rows(none.Out).Select(row => $"{row["code"]} {row["status"]}"));
        Assert.DoesNotContain("not-the-secret", wrong.Out + wrong.Error, StringComparison.Ordinal);
        _broken.Add("CLOUD-KEYS");
    }

    // What was deployed is another file than the one that doctor is shown.
    private async Task BreakDeploymentAsync()
    {
        var template = Path.Combine(_folder, "deployed.yaml");
        var yaml = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "s.yaml"));
        await File.WriteAllTextAsync(template, yaml
            .Replace("enable: true", "enable: false", StringComparison.Ordinal)
            .Replace("onFailure:", "onSuccess:", StringComparison.Ordinal)
            .Replace("              - POST", "              - POST\n              - GET", StringComparison.Ordinal));
        await using var cloud = await LocalCloud.StartAsync("--preparing", "0.1", "--processing", "0.3", "--list-lag", "86400", "--signature-window", "3600", "--template", template);
        await cloud.PutAsync(Newest);
        await cloud.UntilAsync(Newest, "Succeed", called: true);
        await cloud.FaultAsync(new { service = "fc", action = "fc-workflow-trigger-callback", kind = "fail" });

        await ExpectAsync(
            cloud,
            new() { ["START_LIST_LAG_SECONDS"] = "0" },
            ("FC-TRIGGERS", "fail"), ("FC-TIMER", "fail"), ("FC-DESTINATION", "fail"), ("FC-VERSION", "warn"), ("FC-SWEEP", "fail"), ("ASSUME-WINDOW", "fail"), ("ASSUME-KEYTEXT", "fail"), ("ASSUME-METHOD", "fail"));

        await cloud.AdvanceAsync(TimeSpan.FromMinutes(5));
        await ExpectAsync(cloud, new(), ("CLOUD-CLOCK", "warn"));
        await cloud.AdvanceAsync(TimeSpan.FromMinutes(20));
        await ExpectAsync(cloud, new(), ("CLOUD-CLOCK", "fail"));
    }

    private Task ExpectAsync(Dictionary<string, string?> environment, params (string Code, string Status)[] expected) => ExpectAsync(_cloud, WithReceiver(environment), expected);

    private async Task ExpectAsync(LocalCloud cloud, Dictionary<string, string?> environment, params (string Code, string Status)[] expected)
    {
        var result = await RunAsync(
            cloud, environment, "--cloud", "--probe", "--answers", Path.Combine(_folder, "broken.json"), "--only", string.Join(',', expected.Select(check => check.Code)));
        var rows = Rows(result.Out);

        Assert.Equal(
            expected.Select(check => $"{check.Code} {check.Status}").Order(StringComparer.Ordinal), rows.Select(row => $"{row["code"]} {row["status"]}").Order(StringComparer.Ordinal));
        Assert.Equal(expected.Any(check => check.Status == "fail") ? 1 : 0, result.Exit);
        Assert.All(rows.Where(row => row["status"]!.ToString() is "warn" or "fail"), row => Assert.NotEmpty(row["fix"]!.ToString()));
        _broken.UnionWith(expected.Where(check => check.Status is "warn" or "fail").Select(check => check.Code));
    }

    private Task<FcwtResult> RunAsync(LocalCloud cloud, Dictionary<string, string?> environment, params string[] arguments) =>
        CommandAsync(cloud, ReferenceEquals(cloud, _cloud) ? WithReceiver(environment) : environment, "doctor", arguments);

    private static Task<FcwtResult> CommandAsync(LocalCloud cloud, Dictionary<string, string?> environment, string command, params string[] arguments) =>
        Fcwt.RunAsync(environment, [command, .. arguments, "--json", "--local", "--port-base", $"{new Uri(cloud.Oss).Port}"]);

    private Dictionary<string, string?> WithReceiver(Dictionary<string, string?> environment) =>
        new(_receiver.Settings.Where(setting => !environment.ContainsKey(setting.Key)).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)).Concat(environment));

    private Task SetLifecycleAsync(string bucket, params (string Prefix, int Days)[] rules) => _cloud.SetBucketAsync(
        HttpMethod.Put,
        bucket,
        "",
        "lifecycle",
        Lifecycle.Replace(
            "{0}",
            string.Concat(rules.Select(rule => $"<Rule><ID>{rule.Prefix}</ID><Prefix>{rule.Prefix}</Prefix><Status>Enabled</Status><Expiration><Days>{rule.Days}</Days></Expiration></Rule>")),
            StringComparison.Ordinal));

    private static JsonNode[] Rows(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
