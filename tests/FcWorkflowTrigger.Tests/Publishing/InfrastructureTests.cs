using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cli.Initializing;
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
        var used = RosReference().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToArray();

        Assert.Empty(used.Except(parameters));
        Assert.Empty(parameters.Except(used));
        Assert.Empty(RosResources.Select(resource => resource.Value!["Condition"]).OfType<JsonNode>().Select(Text).Except(Ros["Conditions"]!.AsObject().Select(condition => condition.Key)));
        Assert.Empty(RosResources.Select(resource => resource.Value!["DependsOn"]).OfType<JsonNode>().Select(Text).Except(RosResources.Select(resource => resource.Key)));
    }

    [Theory]
    [InlineData("callback")]
    [InlineData("ingest")]
    [InlineData("reconcile")]
    public void A_role_of_the_ROS_template_grants_what_the_policy_grants(string function)
    {
        var role = RosResources.Single(resource => resource.Key == $"{char.ToUpperInvariant(function[0])}{function[1..]}Role").Value!["Properties"]!;

        var granted = FnSub().Replace(Assert.Single(role["Policies"]!.AsArray())!["PolicyDocument"]!.ToJsonString(), "${text}")
            .Replace("${LedgerBucket}", "ledger", StringComparison.Ordinal)
            .Replace("${MediaBucket}", "media-in", StringComparison.Ordinal)
            .Replace("${AppPrefix}", "fc-workflow-trigger", StringComparison.Ordinal);
        Assert.Equal(JsonNode.Parse(Repository.Read($"src/policies/{function}.json"))!.ToJsonString(), granted);
        Assert.Equal(JsonNode.Parse(Repository.Read("src/policies/trust.json"))!.ToJsonString(), role["AssumeRolePolicyDocument"]!.ToJsonString());
        Assert.Equal($"${{AppPrefix}}-{function}", Text(role["RoleName"]!["Fn::Sub"]));
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

    [GeneratedRegex("""\{"Fn::Sub":(?<text>"[^"]*")\}""")]
    private static partial Regex FnSub();

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
