using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cli.Initializing;
using FcWorkflowTrigger.Cli.Monitoring;
using FcWorkflowTrigger.Tests.Docs;

namespace FcWorkflowTrigger.Tests.Publishing;

/// <summary>The ROS template and the Terraform module name only what the providers document (providers.json says where), and grant what src/policies grants.</summary>
public sealed partial class InfrastructureTests
{
    private static readonly JsonNode Providers = JsonNode.Parse(Repository.Read("tests/FcWorkflowTrigger.Tests/Publishing/providers.json"))!;
    private static readonly JsonNode Ros = JsonNode.Parse(Repository.Read("ops/ros.json"))!;
    private static readonly string Terraform = Repository.Read("ops/terraform/main.tf");

    private static IEnumerable<KeyValuePair<string, JsonNode?>> RosResources => Ros["Resources"]!.AsObject();

    [Fact]
    public void Every_resource_of_the_ROS_template_has_a_documented_type_and_documented_properties()
    {
        var wrong = RosResources.SelectMany(resource => Providers["ros"]![Text(resource.Value!["Type"])] is { } schema
            ? CheckProperties(resource.Key, resource.Value["Properties"]!.AsObject(), schema)
            : [$"{resource.Key}: type {resource.Value["Type"]}"]);

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_property_that_ROS_does_not_know_is_found()
    {
        var wrong = CheckProperties(
            "Ledger",
            JsonNode.Parse("""{"AccessControll":"private","LifecycleConfiguration":{"Rule":[{"Prefix":"r/","Expiration":{"Hours":1}}]}}""")!.AsObject(),
            Providers["ros"]!["ALIYUN::OSS::Bucket"]!);

        Assert.Equal(["Ledger lacks BucketName", "Ledger.AccessControll", "Ledger.LifecycleConfiguration.Rule.Expiration.Hours"], wrong);
    }

    [Fact]
    public void Every_name_that_the_ROS_template_refers_to_is_declared()
    {
        var text = Ros.ToJsonString();
        var parameters = Ros["Parameters"]!.AsObject().Select(parameter => parameter.Key).ToArray();
        // A text may bring variables of its own: {"Fn::Sub":[text,{"Name":…}]}
        var own = RosVariable().Matches(text).Select(match => match.Groups["name"].Value);
        var used = RosReference().Matches(text).Select(match => match.Groups["name"].Value).Distinct().Except(own).ToArray();
        var conditions = RosResources.Select(resource => resource.Value!["Condition"] ?? resource.Value["Count"]?["Fn::If"]?[0]).OfType<JsonNode>().Select(Text).Distinct();

        Assert.Empty(used.Except(parameters));
        Assert.Empty(parameters.Except(used));
        Assert.Equal(Ros["Conditions"]!.AsObject().Select(condition => condition.Key).Order(), conditions.Order());
        Assert.Empty(RosResources.Select(resource => resource.Value!["DependsOn"]).OfType<JsonNode>().Select(Text).Except(RosResources.Select(resource => resource.Key)));
    }

    [Theory]
    [InlineData("callback", "media-in")]
    [InlineData("ingest", "media-in")]
    [InlineData("reconcile", "media-in")]
    [InlineData("ingest", "films", "clips", "trailers")]
    public void A_role_of_the_ROS_template_grants_what_the_policy_grants_on_every_bucket(string function, params string[] buckets)
    {
        var role = RosResources.Single(resource => resource.Key == $"{char.ToUpperInvariant(function[0])}{function[1..]}Role").Value!["Properties"]!;

        var granted = Evaluate(Assert.Single(role["Policies"]!.AsArray())!["PolicyDocument"], new()
        {
            ["LedgerBucket"] = "ledger",
            ["AppPrefix"] = "fc-workflow-trigger",
            ["MediaBuckets"] = new JsonArray([.. buckets.Select(bucket => JsonValue.Create(bucket))]),
        });
        var policy = JsonNode.Parse(Repository.Read($"src/policies/{function}.json"))!;

        foreach (var statement in policy["Statement"]!.AsArray())
        {
            string[] resources = [.. (statement!["Resource"] as JsonArray ?? [statement["Resource"]!.DeepClone()]).Select(Text)];
            string[] written = [.. resources.SelectMany(resource => resource.Contains(":media-in", StringComparison.Ordinal) ? buckets.Select(bucket => resource.Replace("media-in", bucket, StringComparison.Ordinal)) : [resource])];
            statement["Resource"] = new JsonArray([.. written.Select(resource => JsonValue.Create(resource))]);
        }

        foreach (var statement in granted!["Statement"]!.AsArray().Where(statement => statement!["Resource"] is JsonValue))
        {
            statement!["Resource"] = new JsonArray(statement["Resource"]!.DeepClone());
        }

        Assert.Equal(policy.ToJsonString(), granted.ToJsonString());
        Assert.Equal(JsonNode.Parse(Repository.Read("src/policies/trust.json"))!.ToJsonString(), role["AssumeRolePolicyDocument"]!.ToJsonString());
        Assert.Equal($"${{AppPrefix}}-{function}", Text(role["RoleName"]!["Fn::Sub"]));
    }

    [Fact]
    public void The_ROS_template_makes_every_media_bucket_or_none()
    {
        var media = Ros["Resources"]!["Media"]!;
        JsonArray buckets = ["films", "clips"];

        Assert.Equal("2", Evaluate(media["Count"], new() { ["MediaBuckets"] = buckets.DeepClone(), ["CreateMediaBuckets"] = "yes" })!.ToJsonString());
        Assert.Equal("0", Evaluate(media["Count"], new() { ["MediaBuckets"] = buckets.DeepClone(), ["CreateMediaBuckets"] = "no" })!.ToJsonString());
        Assert.Equal("clips", Text(Evaluate(media["Properties"]!["BucketName"], new() { ["MediaBuckets"] = buckets.DeepClone(), ["ALIYUN::Index"] = 1 })));
    }

    [Fact]
    public void The_ROS_template_makes_every_alarm_of_the_log_as_the_file_says()
    {
        var made = RosResources.Where(resource => Text(resource.Value!["Type"]) == "ALIYUN::SLS::Alert").Select(resource => resource.Value!).ToArray();
        var written = ReadFiles("ops/sls/alerts").Select(ToRosAlert).OrderBy(alert => Text(alert["Name"]));

        Assert.Equal(written.Select(alert => alert.ToJsonString()), made.Select(alert => Evaluate(alert["Properties"]!["Detail"], Deployment)!).OrderBy(alert => Text(alert["Name"])).Select(alert => alert.ToJsonString()));
        Assert.All(made, alert => Assert.Equal(("MakesAlarms", "LogIndex", "my-logs"), (Text(alert["Condition"]), Text(alert["DependsOn"]), Text(Evaluate(alert["Properties"]!["Project"], Deployment)))));
    }

    [Fact]
    public void The_ROS_template_makes_every_alarm_of_the_functions_as_the_file_says()
    {
        var made = RosResources.Where(resource => Text(resource.Value!["Type"]) == "ALIYUN::CMS::ResourceMetricRule").Select(resource => resource.Value!).ToArray();
        var written = JsonNode.Parse(Fill(Repository.Read("ops/cloudmonitor/rules.json")))!.AsArray();

        Assert.Equal(
            written.Select(rule => Flatten(rule!.AsObject())).Order(),
            made.Select(rule => Flatten(Evaluate(rule["Properties"], Deployment)!.AsObject())).Order());
        Assert.All(made, rule => Assert.Equal("MakesFunctionAlarms", Text(rule["Condition"])));
    }

    [Theory]
    [InlineData("yes", "policy", "true")]
    [InlineData("no", "policy", "false")]
    [InlineData("yes", "", "false")]
    public void Alarms_of_the_log_are_made_with_its_project_and_with_a_policy_to_tell_them(string project, string policy, string isMade) =>
        Assert.Equal(isMade, EvaluateCondition("MakesAlarms", new() { ["CreateLogProject"] = project, ["ActionPolicy"] = policy }));

    [Theory]
    [InlineData("group", "true")]
    [InlineData("", "false")]
    public void Alarms_of_the_functions_are_made_with_a_group_to_tell_them(string group, string isMade) =>
        Assert.Equal(isMade, EvaluateCondition("MakesFunctionAlarms", new() { ["ContactGroup"] = group }));

    [Theory]
    [InlineData("ops/sls/alerts/parked.json", "alicloud_sls_alert", "configuration.joinConfigurations")]
    [InlineData("ops/cloudmonitor/rules.json", "alicloud_cms_alarm", "RuleId")]
    public void The_Terraform_module_takes_every_field_of_an_alarm(string file, string type, params string[] unused)
    {
        var resource = Terraform[Terraform.IndexOf($"resource \"{type}\"", StringComparison.Ordinal)..];
        var alarm = JsonNode.Parse(Repository.Read(file))!;
        var fields = LeafPaths(alarm is JsonArray rules ? rules[0]! : alarm).Except(unused);

        Assert.All(fields, field => Assert.True(IsTaken(resource, field), field));
    }

    [Fact]
    public void The_Terraform_module_fills_every_name_of_the_files_of_alarms()
    {
        var names = TerraformName().Matches(Terraform[Terraform.IndexOf("names = {", StringComparison.Ordinal)..Terraform.IndexOf("log_alarms =", StringComparison.Ordinal)]);

        Assert.Equal(MonitoringFiles.Placeholders.Order(), names.Select(match => match.Groups["name"].Value).Order());
    }

    [Fact]
    public void The_ledger_forgets_the_same_wherever_it_is_made()
    {
        var ros = Ros["Resources"]!["Ledger"]!["Properties"]!["LifecycleConfiguration"]!["Rule"]!.AsArray()
            .ToDictionary(rule => Text(rule!["Prefix"]), rule => rule!["Expiration"]!["Days"]!.GetValue<int>());
        var terraform = LifecycleDays().Matches(Terraform).ToDictionary(match => match.Groups["prefix"].Value, match => int.Parse(match.Groups["days"].Value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(LifecycleFile.Days.OrderBy(rule => rule.Key), ros.OrderBy(rule => rule.Key));
        Assert.Equal(LifecycleFile.Days.OrderBy(rule => rule.Key), terraform.OrderBy(rule => rule.Key));
    }

    [Fact]
    public void Every_resource_of_the_Terraform_module_has_a_documented_type_and_documented_arguments() => Assert.Empty(CheckTerraform(Terraform));

    [Fact]
    public void An_argument_that_the_provider_does_not_know_is_found() => Assert.Equal(
        ["alicloud_oss_bucket: lifecycle_rule.days", "alicloud_oss_bucket_acl lacks acl", "alicloud_oss_bukket"],
        CheckTerraform(
            """
            resource "alicloud_oss_bucket" "ledger" {
              bucket = "l"
              lifecycle_rule {
                enabled = true
                days    = 3
              }
            }
            resource "alicloud_oss_bucket_acl" "ledger" {
              bucket = "l"
            }
            resource "alicloud_oss_bukket" "ledger" {
            }
            """));

    [Fact]
    public void Every_variable_of_the_Terraform_module_is_declared_and_used()
    {
        var declared = Declaration().Matches(Repository.Read("ops/terraform/variables.tf")).Select(match => match.Groups["name"].Value).Order();
        var used = Variable().Matches(Terraform).Select(match => match.Groups["name"].Value).Distinct().Order();

        Assert.Equal(declared, used);
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static JsonObject Deployment => new()
    {
        ["ALIYUN::Region"] = "cn-shenzhen",
        ["AppPrefix"] = "south",
        ["LogProject"] = "my-logs",
        ["ActionPolicy"] = "my-policy",
        ["ContactGroup"] = "my-group",
    };

    private static IEnumerable<JsonNode> ReadFiles(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder)).Select(file => JsonNode.Parse(Fill(File.ReadAllText(file)))!);

    // As `fcwt ops render` does.
    private static string Fill(string text) => text
        .Replace("${region}", "cn-shenzhen", StringComparison.Ordinal)
        .Replace("${prefix}", "south", StringComparison.Ordinal)
        .Replace("${project}", "my-logs", StringComparison.Ordinal)
        .Replace("${logstore}", "functions", StringComparison.Ordinal)
        .Replace("${actionPolicy}", "my-policy", StringComparison.Ordinal)
        .Replace("${contactGroup}", "my-group", StringComparison.Ordinal);

    // The names of ROS begin with a capital. It has no ConditionConfiguration (the severities hold the same condition), and requires a dashboard.
    private static JsonNode ToRosAlert(JsonNode alert)
    {
        var detail = Capitalize(alert)!;
        detail["Configuration"]!.AsObject().Remove("ConditionConfiguration");
        detail["Configuration"]!["Dashboard"] = "internal-alert-analysis";
        return detail;
    }

    private static JsonNode? Capitalize(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create($"{char.ToUpperInvariant(member.Key[0])}{member.Key[1..]}", Capitalize(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Capitalize)]),
        _ => node?.DeepClone(),
    };

    // The call of CloudMonitor takes flat names and texts where ROS takes maps, lists and numbers.
    private static string Flatten(JsonObject rule)
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var (name, value) in rule)
        {
            switch (name, value)
            {
                case ("Escalations", JsonObject levels):
                    foreach (var (level, fields) in levels)
                    {
                        foreach (var (field, text) in fields!.AsObject())
                        {
                            flat[$"Escalations.{level}.{field}"] = text!.ToString();
                        }
                    }

                    break;
                case ("Resources", _):
                    flat[name] = (value is JsonValue ? JsonNode.Parse(Text(value)) : value)!.ToJsonString();
                    break;
                case ("ContactGroups", JsonArray groups):
                    flat[name] = Text(Assert.Single(groups));
                    break;
                default:
                    flat[name] = value!.ToString();
                    break;
            }
        }

        return string.Join('\n', flat.Select(field => $"{field.Key}={field.Value}"));
    }

    private static string EvaluateCondition(string name, JsonObject parameters) => Evaluate(Ros["Conditions"]![name], parameters)!.ToJsonString();

    // Lists are left out of a path, as blocks are repeated for their entries.
    private static IEnumerable<string> LeafPaths(JsonNode? node, string path = "") => node switch
    {
        JsonObject map => map.SelectMany(member => LeafPaths(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray { Count: > 0 } list when list[0] is JsonObject => list.SelectMany(one => LeafPaths(one, path)).Distinct(),
        _ => [path],
    };

    // A field of an entry in a list is taken by the block of that list: configuration.queryList.query by query_list.value.query.
    private static bool IsTaken(string resource, string field)
    {
        var ofList = field.Split('.') is [_, var list, .. { Length: > 0 } inner] ? $"{SnakeCase().Replace(list, "_$0").ToLowerInvariant()}.value.{string.Join('.', inner)}" : field;
        string[] forms = [$"each.value.{field}", $"each.value[\"{field}\"]", ofList];
        return forms.Any(form => Regex.IsMatch(resource, $@"{Regex.Escape(form)}(?!\w)"));
    }

    /// <summary>What ROS makes of a value, with these parameters, as its page "Functions" says. A function that the template does not use is not known here.</summary>
    private static JsonNode? Evaluate(JsonNode? node, JsonObject parameters)
    {
        JsonNode? Inner(JsonNode? inner) => Evaluate(inner, parameters);
        // A condition is named in another by its name alone.
        JsonNode EvaluateStatement(JsonNode? statement) => Inner(statement is JsonValue name ? Ros["Conditions"]![Text(name)] : statement)!;
        string Fill(string text, JsonObject values) => RosName().Replace(text, name => Text(values[name.Groups["name"].Value]));

        return node switch
        {
            JsonObject { Count: 1 } function => function.Single() switch
            {
                { Key: "Ref", Value: var name } => parameters[Text(name)]!.DeepClone(),
                { Key: "Fn::Sub", Value: JsonArray and [var text, JsonObject values] } => Fill(Text(text), new([.. parameters.Select(Copy), .. values.Select(value => KeyValuePair.Create(value.Key, Inner(value.Value)))])),
                { Key: "Fn::Sub", Value: var text } => Fill(Text(text), parameters),
                { Key: "Fn::Join", Value: JsonArray and [var between, var list] } => string.Join(Text(between), Inner(list)!.AsArray().Select(Text)),
                { Key: "Fn::Split", Value: JsonArray and [var between, var text] } => new JsonArray([.. Text(Inner(text)).Split(Text(between)).Select(part => JsonValue.Create(part))]),
                { Key: "Fn::Select", Value: JsonArray and [var index, var list] } => Inner(list)!.AsArray()[Inner(index)!.GetValue<int>()]!.DeepClone(),
                { Key: "Fn::Length", Value: var list } => Inner(list)!.AsArray().Count,
                { Key: "Fn::And", Value: JsonArray all } => all.All(one => EvaluateStatement(one).GetValue<bool>()),
                { Key: "Fn::Not", Value: var one } => !EvaluateStatement(one).GetValue<bool>(),
                { Key: "Fn::Equals", Value: JsonArray and [var one, var other] } => JsonNode.DeepEquals(Inner(one), Inner(other)),
                { Key: "Fn::If", Value: JsonArray and [var condition, var yes, var no] } => Inner(Inner(Ros["Conditions"]![Text(condition)])!.GetValue<bool>() ? yes : no),
                { Key: var name } when name.StartsWith("Fn::", StringComparison.Ordinal) => throw new NotSupportedException(name),
                _ => new JsonObject(function.Select(member => KeyValuePair.Create(member.Key, Inner(member.Value)))),
            },
            JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Inner(member.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Inner)]),
            _ => node?.DeepClone(),
        };
    }

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> member) => KeyValuePair.Create(member.Key, member.Value?.DeepClone());

    private static IEnumerable<string> CheckProperties(string name, JsonObject properties, JsonNode schema) =>
    [
        .. schema["required"]!.AsArray().Select(Text).Where(required => !properties.ContainsKey(required)).Select(required => $"{name} lacks {required}"),
        .. properties.SelectMany(property => schema["properties"]!.AsArray().Select(Text).Contains(property.Key)
            ? CheckBelow(name, property.Key, property.Value, schema["below"]!)
            : [$"{name}.{property.Key}"]),
    ];

    // What lies below a property is checked as deep as the documents are kept. Functions of ROS stand for values.
    private static IEnumerable<string> CheckBelow(string name, string path, JsonNode? value, JsonNode below) => (value, below[path]) switch
    {
        (JsonArray many, _) => many.SelectMany(one => CheckBelow(name, path, one, below)),
        (JsonObject one, JsonArray known) => one.SelectMany(property => known.Select(Text).Contains(property.Key)
            ? CheckBelow(name, $"{path}.{property.Key}", property.Value, below)
            : [$"{name}.{path}.{property.Key}"]),
        _ => [],
    };

    private static List<string> CheckTerraform(string text)
    {
        var wrong = new List<string>();

        foreach (var (type, arguments) in ReadResources(text))
        {
            if (Providers["terraform"]![type] is not { } schema)
            {
                wrong.Add(type);
                continue;
            }

            wrong.AddRange(arguments.Except(schema["arguments"]!.AsArray().Select(Text)).Select(unknown => $"{type}: {unknown}"));
            wrong.AddRange(schema["required"]!.AsArray().Select(Text).Except(arguments).Select(missing => $"{type} lacks {missing}"));
        }

        return wrong;
    }

    // As much of the language as the module uses: blocks, and arguments whose values may go over several lines.
    private static List<(string Type, List<string> Arguments)> ReadResources(string text)
    {
        string[] meta = ["for_each", "count", "depends_on", "provider"];
        var resources = new List<(string Type, List<string> Arguments)>();
        var blocks = new List<string>();
        var open = 0;

        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            var code = Quoted().Replace(line, "");

            if (open == 0 && code.EndsWith('{') && !code.Contains('=', StringComparison.Ordinal))
            {
                blocks.Add(Block().Match(line).Groups["name"].Value);

                if (Resource().Match(line) is { Success: true } resource)
                {
                    resources.Add((resource.Groups["type"].Value, []));
                }
            }
            else if (open == 0 && code == "}")
            {
                blocks.RemoveAt(blocks.Count - 1);
            }
            else
            {
                if (open == 0 && Argument().Match(line) is { Success: true } argument && blocks is ["resource", .. var inner] && !inner.Contains("lifecycle") && !meta.Contains(argument.Groups["name"].Value))
                {
                    resources[^1].Arguments.Add(string.Join('.', [.. inner.Where(block => block != "content"), argument.Groups["name"].Value]));
                }

                open += code.Count(letter => letter is '(' or '[' or '{') - code.Count(letter => letter is ')' or ']' or '}');
            }
        }

        return resources;
    }

    // {"Ref":"Name"} and ${Name}
    [GeneratedRegex("""("Ref":"(?<name>\w+)"|\$\{(?<name>\w+)\})""")]
    private static partial Regex RosReference();

    // ["text with ${Name}",{"Name":
    [GeneratedRegex(""""\["[^"]*",\{"(?<name>\w+)":"""")]
    private static partial Regex RosVariable();

    [GeneratedRegex(@"\$\{(?<name>\w+)\}")]
    private static partial Regex RosName();

    [GeneratedRegex(@"^ +(?<name>\w+) += \S", RegexOptions.Multiline)]
    private static partial Regex TerraformName();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex SnakeCase();

    [GeneratedRegex("""^ +"(?<prefix>[a-z]+/)" += (?<days>\d+)$""", RegexOptions.Multiline)]
    private static partial Regex LifecycleDays();

    // A dynamic block stands for blocks of its label.
    [GeneratedRegex("""^(dynamic ")?(?<name>\w+)""")]
    private static partial Regex Block();

    [GeneratedRegex("""^resource "(?<type>\w+)" """)]
    private static partial Regex Resource();

    [GeneratedRegex(@"^(?<name>\w+) += ")]
    private static partial Regex Argument();

    [GeneratedRegex("""
        "(\\.|[^"])*"
        """)]
    private static partial Regex Quoted();

    [GeneratedRegex("""^variable "(?<name>\w+)" """, RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bvar\.(?<name>\w+)")]
    private static partial Regex Variable();
}
