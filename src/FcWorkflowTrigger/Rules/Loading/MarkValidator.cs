using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks the tags of a rule's <c>mark</c>. They are never cut, and what OSS would refuse is an error here and not days later.</summary>
internal static class MarkValidator
{
    private const string Characters = "letters, digits, spaces and + - = . _ : /";

    /// <summary>The longest words that the placeholders without a value of the rule become.</summary>
    private static readonly (string Outcome, string Run, string TaskId) Longest = ("succeeded", new('0', RunId.Length), new('0', 32));

    public static IEnumerable<RuleProblem> Validate(Rule rule) => rule.Mark is not { } mark
        ? []
        : FieldValidator.For("mark")
            .Require(mark.Count > 0, "is empty; leave it out.")
            .Require(mark.Count <= TagTemplate.MaxTags, $"has {mark.Count} tags, and an object has at most {TagTemplate.MaxTags}.")
            .Require(
                mark.Keys.All(name => name.Length is > 0 and <= TagTemplate.MaxNameLength && TagTemplate.HasAllowedCharacters(name)),
                $"has a tag whose name is not 1 to {TagTemplate.MaxNameLength} of {Characters}.")
            .RequireParse(() => mark.Values.ToList().ForEach(template => GetWorkflows(rule).ForEach(workflow => RequireTaken(template, rule, workflow))));

    // The upload or its sidecar may choose among these.
    private static List<string> GetWorkflows(Rule rule) => [rule.WorkflowId, .. rule.WorkflowIdFrom?.Allow ?? []];

    private static void RequireTaken(string template, Rule rule, string workflow)
    {
        var value = TagTemplate.Fill(template, new Dictionary<string, string>
        {
            [TagTemplate.Outcome] = Longest.Outcome,
            [TagTemplate.Run] = Longest.Run,
            [TagTemplate.Rule] = rule.Name,
            [TagTemplate.Workflow] = workflow,
            [TagTemplate.TaskId] = Longest.TaskId,
        });

        if (value.Length > TagTemplate.MaxValueLength || !TagTemplate.HasAllowedCharacters(value))
        {
            throw new ArgumentException($"has a value that becomes '{value}'; OSS takes up to {TagTemplate.MaxValueLength} of {Characters}");
        }
    }
}
