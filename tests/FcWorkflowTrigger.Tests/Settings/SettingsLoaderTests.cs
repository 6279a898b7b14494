using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Telemetry;

namespace FcWorkflowTrigger.Tests.Settings;

public sealed class SettingsLoaderTests
{
    private const string Rules = """{"version":1,"rules":[{"name":"a","workflowId":"w"}]}""";

    private readonly Dictionary<string, string?> _variables = new()
    {
        ["APP_ROLE"] = "ingest",
        ["FC_REGION"] = "cn-shanghai",
        ["LEDGER_BUCKET"] = "ledger",
        ["CALLBACK_BASE_URL"] = "https://callback.example.com",
        ["CALLBACK_SECRETS"] = Convert.ToBase64String(TestData.Secret),
    };

    [Fact]
    public void A_deployment_needs_five_variables_and_defaults_the_rest()
    {
        var settings = Load();

        Assert.Equal(FunctionRole.Ingest, settings.Role);
        Assert.Equal(new("ledger", LedgerMode.Slots, new("https://oss-cn-shanghai-internal.aliyuncs.com")), settings.Ledger);
        Assert.Equal(new(new("https://ice.cn-shanghai.aliyuncs.com"), ImsInput.Media, InputUrlForm.Https), settings.Ims);
        Assert.Equal(9000, settings.Port);
        Assert.Single(settings.Rules.Rules);
    }

    [Fact]
    public void Every_variable_reaches_its_setting()
    {
        _variables["LEDGER_MODE"] = "append";
        _variables["OSS_ENDPOINT"] = "http://127.0.0.1:9580";
        _variables["IMS_ENDPOINT"] = "http://127.0.0.1:9581";
        _variables["IMS_INPUT"] = "oss";
        _variables["IMS_INPUT_URL"] = "oss";
        _variables["FC_SERVER_PORT"] = "8080";
        _variables["FC_INSTANCE_ID"] = "c-1";
        _variables["CALLBACK_SECRETS"] += "," + Convert.ToBase64String(new byte[40]);

        var settings = Load();

        Assert.Equal(new("ledger", LedgerMode.Append, new("http://127.0.0.1:9580")), settings.Ledger);
        Assert.Equal(new(new("http://127.0.0.1:9581"), ImsInput.Oss, InputUrlForm.Oss), settings.Ims);
        Assert.Equal((8080, "c-1"), (settings.Port, settings.InstanceId));
        Assert.Equal([32, 40], settings.Callback.Secrets.Select(secret => secret.Length));
    }

    [Fact]
    public void Every_time_limit_of_a_start_is_a_setting()
    {
        _variables["START_POLICY"] = "park";
        _variables["START_WINDOW_MINUTES"] = "15";
        _variables["START_SKEW_SECONDS"] = "7";
        _variables["START_LIST_LAG_SECONDS"] = "8";
        _variables["START_GIVE_UP_HOURS"] = "9";
        _variables["RESTARTS_PER_HOUR"] = "3";
        _variables["IMS_CALLS_PER_SECOND"] = "20";

        var settings = Load();
        var start = settings.Start!;

        Assert.Equal(StartPolicy.Park, start.Policy);
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)), (start.SignatureWindow, start.ClockSkew, start.ListLag));
        Assert.Equal((TimeSpan.FromHours(9), 3, 20), (start.GiveUpAfter, start.RestartsPerHour, settings.Ims.CallsPerSecond));
    }

    [Fact]
    public void The_callback_function_needs_no_rules_and_no_URL_of_its_own()
    {
        _variables["APP_ROLE"] = "callback";
        _variables["CALLBACK_BASE_URL"] = null;

        Assert.Null(Load(readFile: _ => throw new FileNotFoundException("no rules here")).Start);
    }

    [Fact]
    public void The_callback_function_reads_the_signature_settings()
    {
        _variables["APP_ROLE"] = "callback";
        _variables["IMS_CALLBACK_KEYS"] = "NewKey002, OldKey001";
        _variables["IMS_CALLBACK_TOLERANCE_SECONDS"] = "60";
        _variables["IMS_CALLBACK_SIGNATURE"] = "required";

        var settings = Load().Callback.Signature;

        Assert.Equal(["NewKey002", "OldKey001"], settings.Keys);
        Assert.Equal((TimeSpan.FromMinutes(1), SignatureDemand.Required), (settings.Tolerance, settings.Demand));
        Assert.DoesNotContain("NewKey002", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Outcomes_go_to_every_endpoint_named_and_are_signed_with_every_secret()
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables["OUTCOME_WEBHOOKS"] = "https://one.example.com/hook?key=1, http://10.0.0.1/two";
        _variables["OUTCOME_WEBHOOK_SECRETS"] = $"whsec_{Convert.ToBase64String(new byte[24])},whsec_{Convert.ToBase64String(new byte[64])}";
        _variables["OUTCOME_NETWORK"] = "private";

        var settings = Load().Outcomes;

        Assert.Equal(["https://one.example.com/hook?key=1", "http://10.0.0.1/two"], settings.Webhooks.Select(url => url.AbsoluteUri));
        Assert.Equal([24, 64], settings.Secrets.Select(secret => secret.Length));
        Assert.True(settings.AllowPrivate);
        Assert.DoesNotContain("one.example.com", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("callback")]
    public void A_function_that_does_not_sign_records_ends_without_an_address_or_a_secret(string role)
    {
        _variables["APP_ROLE"] = role;
        _variables["OUTCOME_WEBHOOKS"] = "https://one.example.com/hook?key=1";

        var settings = Load().Outcomes;

        Assert.Equal((true, 0, 0), (settings.IsAnnounced, settings.Webhooks.Count, settings.Secrets.Count));
    }

    [Theory]
    [InlineData("ingest", "on", true)]
    [InlineData("callback", "on", true)]
    [InlineData("ingest", "off", false)]
    [InlineData("callback", "off", false)]
    public void A_function_that_does_not_deliver_needs_the_switch_alone(string role, string value, bool isAnnounced)
    {
        var read = new List<string>();
        _variables["APP_ROLE"] = role;
        _variables["OUTCOMES"] = value;

        var settings = SettingsLoader.Load(
            name =>
            {
                read.Add(name);
                return _variables.GetValueOrDefault(name);
            },
            _ => TestData.Bytes(Rules));

        Assert.Equal(isAnnounced, settings.Outcomes.IsAnnounced);
        Assert.DoesNotContain("OUTCOME_WEBHOOKS", read);
    }

    [Theory]
    [InlineData("on", "", "is not set")]
    [InlineData("off", "https://one.example.com", "Set OUTCOMES=on and deploy all three functions")]
    public void Reconcile_does_not_start_where_the_switch_and_the_addresses_differ(string value, string webhooks, string sentence)
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables["OUTCOMES"] = value;
        _variables["OUTCOME_WEBHOOKS"] = webhooks;
        _variables["OUTCOME_WEBHOOK_SECRETS"] = $"whsec_{Convert.ToBase64String(new byte[24])}";

        var problem = Assert.Single(Assert.Throws<SettingsException>(() => Load()).Problems);

        Assert.StartsWith("SETTING-OUTCOMES: ", problem, StringComparison.Ordinal);
        Assert.Contains(sentence, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OUTCOME_WEBHOOKS", "https://one.example.com", "SETTING-OUTCOME_WEBHOOK_SECRETS", "is not set")]
    [InlineData("OUTCOME_WEBHOOKS", "http://one.example.com", "SETTING-OUTCOME_WEBHOOKS", "not an https URL")]
    [InlineData("OUTCOME_WEBHOOKS", "https://user:pw@one.example.com", "SETTING-OUTCOME_WEBHOOKS", "not an https URL")]
    [InlineData("OUTCOME_WEBHOOKS", "https://one.example.com/#part", "SETTING-OUTCOME_WEBHOOKS", "not an https URL")]
    [InlineData("OUTCOME_WEBHOOKS", "/relative", "SETTING-OUTCOME_WEBHOOKS", "not an https URL")]
    [InlineData("OUTCOME_WEBHOOKS", "https://one.example.com,nowhere", "SETTING-OUTCOME_WEBHOOKS", "(entry 2)")]
    [InlineData("OUTCOME_WEBHOOK_SECRETS", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "SETTING-OUTCOME_WEBHOOK_SECRETS", "24 to 64 bytes")]
    [InlineData("OUTCOME_WEBHOOK_SECRETS", "whsec_c2hvcnQ=", "SETTING-OUTCOME_WEBHOOK_SECRETS", "24 to 64 bytes")]
    [InlineData("OUTCOME_WEBHOOK_SECRETS", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SETTING-OUTCOME_WEBHOOK_SECRETS", "24 to 64 bytes")]
    [InlineData("OUTCOME_WEBHOOK_SECRETS", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "SETTING-OUTCOME_WEBHOOK_SECRETS", "24 to 64 bytes")]
    [InlineData("OUTCOME_NETWORK", "any", "SETTING-OUTCOME_NETWORK", "use one of public, private")]
    public void An_unsafe_outcome_setting_stops_the_start(string name, string value, string setting, string sentence)
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables[name] = value;

        var problem = Assert.Throws<SettingsException>(() => Load());

        Assert.Contains(problem.Problems, text => text.StartsWith($"{setting}: ", StringComparison.Ordinal) && text.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Traces_and_metrics_go_below_the_collector()
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4318/base/";
        _variables["OTEL_EXPORTER_OTLP_HEADERS"] = "Authentication=a%20token==,x-other = 1";
        _variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/json";
        _variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "2500";
        _variables["OTEL_SERVICE_NAME"] = "mine";
        _variables["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=listed,deployment.environment.name=test";

        var telemetry = Load().Telemetry;

        Assert.True(telemetry.IsOn);
        Assert.Equal(("http://collector:4318/base/v1/traces", "http://collector:4318/base/v1/metrics"), (telemetry.Traces!.AbsoluteUri, telemetry.Metrics!.AbsoluteUri));
        Assert.Equal((OtlpProtocol.Json, TimeSpan.FromSeconds(2.5)), (telemetry.Protocol, telemetry.Timeout));
        Assert.Equal(new() { ["Authentication"] = "a token==", ["x-other"] = "1" }, telemetry.Headers.ToDictionary());
        Assert.Equal(new() { ["service.name"] = "mine", ["deployment.environment.name"] = "test" }, telemetry.Attributes.ToDictionary());
    }

    [Fact]
    public void An_address_for_one_signal_is_taken_as_it_is_and_alone_sends_that_signal_alone()
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "https://tracing.example.com/adapt_1/api/otlp/traces";

        var telemetry = Load().Telemetry;

        Assert.Equal(("https://tracing.example.com/adapt_1/api/otlp/traces", null), (telemetry.Traces?.AbsoluteUri, telemetry.Metrics?.AbsoluteUri));
        Assert.True(telemetry.IsOn);
    }

    [Fact]
    public void The_switch_of_the_standard_sends_nothing()
    {
        _variables["APP_ROLE"] = "reconcile";
        Assert.False(Load().Telemetry.IsOn);
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "https://collector.example.com";
        Assert.True(Load().Telemetry.IsOn);
        _variables["OTEL_SDK_DISABLED"] = "true";

        Assert.False(Load().Telemetry.IsOn);
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("callback")]
    public void The_other_functions_do_not_look_for_a_collector(string role)
    {
        _variables["APP_ROLE"] = role;
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "not a URL";

        Assert.False(Load().Telemetry.IsOn);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://secret", "not an http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://me:secret@collector.example.com", "not an http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "secret", "not an http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com/#secret", "not an http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret", "name=value")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "name=secret%0D%0Ax: 1", "name=value")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "use one of http/protobuf, http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "0", "from 1 to 20000")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "=secret", "name=value")]
    public void A_wrong_collector_stops_the_start_and_gives_nothing_away(string name, string value, string sentence)
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables[name] = value;

        var problem = Assert.Single(Assert.Throws<SettingsException>(() => Load()).Problems);

        Assert.StartsWith($"SETTING-{name}: ", problem, StringComparison.Ordinal);
        Assert.Contains(sentence, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Callbacks_can_go_to_a_queue()
    {
        _variables["CALLBACK_QUEUE"] = "ice-callback-runs";

        Assert.Equal("ice-callback-runs", Load().Start?.CallbackQueue);
    }

    [Theory]
    [InlineData("ingest", "START_WINDOW_MINUTES", 15, 1440)]
    [InlineData("ingest", "START_SKEW_SECONDS", 0, 3600)]
    [InlineData("ingest", "START_LIST_LAG_SECONDS", 0, 86400)]
    [InlineData("ingest", "START_GIVE_UP_HOURS", 1, 720)]
    [InlineData("ingest", "RESTARTS_PER_HOUR", 1, 100000)]
    [InlineData("ingest", "IMS_CALLS_PER_SECOND", 0, 1000)]
    [InlineData("callback", "IMS_CALLBACK_TOLERANCE_SECONDS", 1, 86400)]
    [InlineData("reconcile", "OTEL_EXPORTER_OTLP_TIMEOUT", 1, 20000)]
    public void A_number_is_taken_from_its_least_to_its_most_value_and_no_further(string role, string name, int least, int most)
    {
        _variables["APP_ROLE"] = role;

        Assert.All([least, most], number =>
        {
            _variables[name] = $"{number}";
            Load();
        });
        Assert.All([least - 1, most + 1], number =>
        {
            _variables[name] = $"{number}";
            Assert.Equal(
                [$"SETTING-{name}: {name} is '{number}'; use a whole number from {least} to {most}."], Assert.Throws<SettingsException>(() => Load()).Problems);
        });
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("65535", 65535)]
    [InlineData("0", null)]
    [InlineData("65536", null)]
    public void A_port_is_one_that_a_server_can_listen_on(string text, int? port)
    {
        _variables["FC_SERVER_PORT"] = text;

        if (port is { } taken)
        {
            Assert.Equal(taken, Load().Port);
        }
        else
        {
            Assert.Equal([$"SETTING-FC_SERVER_PORT: FC_SERVER_PORT is '{text}', not a port."], Assert.Throws<SettingsException>(() => Load()).Problems);
        }
    }

    [Theory]
    [InlineData("IMS_CALLBACK_SIGNATURE", "required", "holds no key")]
    [InlineData("IMS_CALLBACK_SIGNATURE", "yes", "use one of optional, required")]
    [InlineData("IMS_CALLBACK_KEYS", "good1,not good", "at most 32 letters and digits")]
    [InlineData("IMS_CALLBACK_KEYS", "Abcdefghijklmnopqrstuvwxyz1234567", "at most 32 letters and digits")]
    [InlineData("IMS_CALLBACK_TOLERANCE_SECONDS", "0", "use a whole number from 1")]
    [InlineData("IMS_CALLBACK_TOLERANCE_SECONDS", "5m", "use a whole number from 1")]
    public void A_wrong_setting_stops_the_start_of_the_callback_function(string name, string value, string sentence)
    {
        _variables["APP_ROLE"] = "callback";

        A_wrong_setting_stops_the_start_with_a_sentence(name, value, sentence);
    }

    [Theory]
    [InlineData("CALLBACK_QUEUE", "callbacks", "begins with ice-callback")]
    [InlineData("APP_ROLE", null, "APP_ROLE is not set; use one of ingest, callback, reconcile.")]
    [InlineData("APP_ROLE", "Ingest", "APP_ROLE is 'Ingest'; use one of ingest, callback, reconcile.")]
    [InlineData("FC_REGION", "eu-central-1", "where IMS is not known to serve")]
    [InlineData("LEDGER_BUCKET", "", "LEDGER_BUCKET is not set")]
    [InlineData("LEDGER_MODE", "sqlite", "LEDGER_MODE is 'sqlite'; use one of slots, append.")]
    [InlineData("START_POLICY", "hope", "START_POLICY is 'hope'; use one of resend, park.")]
    [InlineData("START_WINDOW_MINUTES", "14", "use a whole number from 15 to 1440")]
    [InlineData("START_LIST_LAG_SECONDS", "-1", "use a whole number from 0")]
    [InlineData("IMS_CALLS_PER_SECOND", "-1", "use a whole number from 0 to 1000")]
    [InlineData("RESTARTS_PER_HOUR", "many", "use a whole number from 1")]
    [InlineData("CALLBACK_BASE_URL", null, "CALLBACK_BASE_URL is not set")]
    [InlineData("CALLBACK_BASE_URL", "http://callback.example.com", "is not an https URL")]
    [InlineData("CALLBACK_BASE_URL", "https://user:pw@callback.example.com", "is not an https URL")]
    [InlineData("CALLBACK_BASE_URL", "https://callback.example.com/?x=1", "is not an https URL")]
    [InlineData("CALLBACK_BASE_URL", "https://callback.example.com/#x", "is not an https URL")]
    [InlineData("IMS_ENDPOINT", "http://ice.example.com", "is not an https URL")]
    [InlineData("OSS_ENDPOINT", "oss.example.com", "is not an https URL")]
    [InlineData("CALLBACK_SECRETS", null, "CALLBACK_SECRETS is not set")]
    [InlineData("CALLBACK_SECRETS", ",", "holds no secret")]
    [InlineData("CALLBACK_QUEUE", "ice-callback/runs", "IMS takes only queues")]
    [InlineData("CALLBACK_SECRETS", "c2hvcnQ=", "not base64 of at least 32 bytes")]
    [InlineData("CALLBACK_SECRETS", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "not base64 of at least 32 bytes")]
    [InlineData("CALLBACK_SECRETS", "§§§", "not base64 of at least 32 bytes")]
    [InlineData("FC_SERVER_PORT", "99999", "not a port")]
    public void A_wrong_setting_stops_the_start_with_a_sentence(string name, string? value, string sentence)
    {
        _variables[name] = value;

        var problem = Assert.Throws<SettingsException>(() => Load());

        Assert.Contains(problem.Problems, text => text.StartsWith($"SETTING-{name}: ", StringComparison.Ordinal) && text.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        _variables.Clear();

        Assert.True(Assert.Throws<SettingsException>(() => Load()).Problems.Count >= 4);
    }

    [Fact]
    public void A_host_too_long_for_UserData_stops_the_start()
    {
        _variables["CALLBACK_BASE_URL"] = "https://callback.example.com/" + new string('p', 400);

        Assert.Contains("UserData would take", Assert.Throws<SettingsException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_cannot_be_used_stop_the_start() =>
        Assert.Contains("rule 1", Assert.Throws<SettingsException>(
            () => Load(readFile: _ => TestData.Bytes("""{"version":1,"rules":[{"name":"a"}]}"""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Rules_that_are_missing_stop_the_start() =>
        Assert.Contains("cannot be read", Assert.Throws<SettingsException>(
            () => Load(readFile: _ => throw new FileNotFoundException("gone"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_wrong_secret_is_named_by_its_number_counted_from_one()
    {
        _variables["CALLBACK_SECRETS"] += ",c2hvcnQ=";

        var problem = Assert.Single(Assert.Throws<SettingsException>(() => Load()).Problems);

        Assert.EndsWith("(entry 2).", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_that_are_not_set_are_one_problem()
    {
        _variables["CALLBACK_SECRETS"] = null;

        Assert.Single(Assert.Throws<SettingsException>(() => Load()).Problems);
    }

    [Fact]
    public void A_secret_is_never_in_a_problem()
    {
        _variables["CALLBACK_SECRETS"] = "dG9vIHNob3J0IGEgc2VjcmV0";

        Assert.DoesNotContain("dG9vIHNob3J0", Assert.Throws<SettingsException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reconcile_reads_where_to_look_for_missed_events_and_no_other_function_does()
    {
        _variables["CATCH_UP"] = "oss://media-in/uploads/ since 2h, oss://other/ since 7d";
        Assert.Empty(Load().CatchUp.Places);

        _variables["APP_ROLE"] = "reconcile";
        Assert.Equal([new("media-in", "uploads/", TimeSpan.FromHours(2)), new CatchUpPlace("other", "", TimeSpan.FromDays(7))], Load().CatchUp.Places);

        _variables["CATCH_UP"] = string.Join(',', Enumerable.Range(0, 10).Select(number => $"oss://media-in/{number} since 1h"));
        Assert.Equal(10, Load().CatchUp.Places.Count);

        _variables["CATCH_UP"] = "";
        Assert.Empty(Load().CatchUp.Places);
    }

    [Theory]
    [InlineData("media-in since 2h", "not of the form oss://bucket/prefix since 2h (entry 1)")]
    [InlineData("oss://media-in/a since 59m", "reaches back 59m (entry 1); use 1h to 7d")]
    [InlineData("oss://media-in/a since 1h, oss://media-in/b since 169h", "reaches back 169h (entry 2); use 1h to 7d")]
    [InlineData("oss://media-in/a since 1h, oss://media-in/a since 2h", "names oss://media-in/a twice (entry 2)")]
    [InlineData("oss://ledger/r since 1h", "names the bucket of the ledger")]
    [InlineData("oss://media-in/0 since 1h,oss://media-in/1 since 1h,oss://media-in/2 since 1h,oss://media-in/3 since 1h,oss://media-in/4 since 1h,oss://media-in/5 since 1h,oss://media-in/6 since 1h,oss://media-in/7 since 1h,oss://media-in/8 since 1h,oss://media-in/9 since 1h,oss://media-in/10 since 1h", "has 11 entries; use 10 at most")]
    public void A_wrong_place_to_look_for_missed_events_stops_the_start(string value, string sentence)
    {
        _variables["APP_ROLE"] = "reconcile";
        _variables["CATCH_UP"] = value;

        var problem = Assert.Single(Assert.Throws<SettingsException>(() => Load()).Problems);

        Assert.StartsWith("SETTING-CATCH_UP: ", problem, StringComparison.Ordinal);
        Assert.Contains(sentence, problem, StringComparison.Ordinal);
    }

    private AppSettings Load(Func<string, byte[]>? readFile = null) =>
        SettingsLoader.Load(name => _variables.GetValueOrDefault(name), readFile ?? (_ => TestData.Bytes(Rules)));
}
