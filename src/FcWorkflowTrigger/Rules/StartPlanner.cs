using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules;

/// <summary>Plans the start of a rule whose conditions hold.</summary>
internal sealed class StartPlanner(Rule rule, PatternCompiler patterns)
{
    private readonly MediaTemplates _media = new(rule.Media ?? RuleMedia.Default, patterns);
    private readonly TaskFields? _task = rule.TaskUserData is { } fields ? new(fields, patterns) : null;

    /// <summary>The facts about the object that a plan needs.</summary>
    public FactNeeds Needs =>
        (rule.WorkflowIdFrom?.Meta is not null || _media.NeedsMeta || _task is { NeedsMeta: true } ? FactNeeds.Object : FactNeeds.None)
        | (rule.Check == RuleChoices.CheckContent ? FactNeeds.Object | FactNeeds.Content : FactNeeds.None);

    public RuleVerdict Plan(EvaluationContext context)
    {
        if (rule.Check == RuleChoices.CheckContent && !context.Facts.Content!.Matches(context.Kinds))
        {
            var detail = $"the first bytes are of the format '{context.Facts.Content.Format}', and the extension claims {Describe(context.Kinds)}";
            return new RuleVerdict.Refused(rule, RefusalReason.ContentMismatch, detail);
        }

        if (ResolveWorkflowId(context) is not { } workflowId)
        {
            return new RuleVerdict.Refused(rule, RefusalReason.WorkflowNotAllowed);
        }

        string? fields = null;

        if (_task is not null && !_task.TryFill(context, out fields, out var problem))
        {
            return new RuleVerdict.Refused(rule, RefusalReason.TaskUserDataTooLong, problem);
        }

        var plan = new StartPlan(rule, workflowId, _media.Describe(context), context.Meta.GetValueOrDefault(TraceParent.Name), fields);
        return rule.DryRun ? new RuleVerdict.DryRunMatched(rule, plan) : new RuleVerdict.Matched(rule, plan);
    }

    private static string Describe(MediaKinds kinds) =>
        kinds == MediaKinds.None ? "nothing" : kinds.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal);

    // Null for a workflow that the rule does not allow.
    private string? ResolveWorkflowId(EvaluationContext context)
    {
        if (rule.WorkflowIdFrom is not { Meta: { } meta } from || context.Meta.GetValueOrDefault(meta) is not { Length: > 0 } named)
        {
            return rule.WorkflowId;
        }

        return from.Allow.Contains(named, StringComparer.Ordinal) ? named : null;
    }
}
