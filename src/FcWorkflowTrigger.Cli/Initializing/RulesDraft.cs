using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>The first rules file of a deployment: one rule a trigger.</summary>
internal static class RulesDraft
{
    /// <exception cref="OperationException">The rules would not be valid.</exception>
    public static string Create(InitAnswers answers)
    {
        var names = new HashSet<string>();
        var rules = new JsonArray([.. answers.Triggers.Select(trigger => new JsonObject
        {
            ["name"] = NameFor(trigger, names),
            ["match"] = Match(trigger, answers.Suffixes),
            ["workflowId"] = trigger.WorkflowId,
            ["media"] = new JsonObject { ["title"] = "{name}" },
        })]);
        var text = new JsonObject { ["$schema"] = "./rules.schema.json", ["version"] = 1, ["rules"] = rules }.ToJsonString(InitJson.Indented) + "\n";

        return RuleFile.Validate(Encoding.UTF8.GetBytes(text)) is [var problem, ..]
            ? throw new OperationException("INIT-ANSWER", $"the rules would not be valid: {problem.Sentence}")
            : text;
    }

    private static JsonObject Match(UploadTrigger trigger, IReadOnlyList<string> suffixes)
    {
        var match = new JsonObject { ["buckets"] = new JsonArray(trigger.Bucket) };

        if (trigger.Prefix.Length > 0)
        {
            match["prefix"] = trigger.Prefix;
        }

        if (suffixes.Count > 0)
        {
            match["suffixes"] = new JsonArray([.. suffixes.Select(suffix => JsonValue.Create(suffix))]);
        }

        match["minBytes"] = 1;
        return match;
    }

    private static string NameFor(UploadTrigger trigger, HashSet<string> taken)
    {
        var letters = trigger.Prefix.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        var stem = string.Join('-', new string([.. letters]).Split('-', StringSplitOptions.RemoveEmptyEntries));
        var name = stem.Length is > 0 and <= 40 ? stem : trigger.Bucket;

        for (var number = 2; !taken.Add(name); number++)
        {
            name = $"{(stem.Length is > 0 and <= 40 ? stem : trigger.Bucket)}-{number}";
        }

        return name;
    }
}
