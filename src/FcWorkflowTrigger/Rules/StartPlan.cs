using FcWorkflowTrigger.Rules.Conditions;

namespace FcWorkflowTrigger.Rules;

/// <summary>What is to be started, with everything the rule leaves to the object filled in.</summary>
/// <param name="WorkflowId">The rule's, or the one the object names and the rule allows.</param>
internal sealed record StartPlan(Rule Rule, string WorkflowId, MediaDescription Media);

/// <summary>What a rule that takes an upload makes of it.</summary>
internal sealed class StartPlanner(Rule rule)
{
    private readonly Templates.MediaTemplates _media = new(rule.Media ?? RuleMedia.Default);

    /// <summary>What must be known of the object before it can start.</summary>
    public FactNeeds Needs =>
        (rule.WorkflowIdFrom?.Meta is not null || _media.NeedsMeta ? FactNeeds.Object : FactNeeds.None)
        | (rule.Check == RuleChoices.CheckContent ? FactNeeds.Object | FactNeeds.Content : FactNeeds.None);

    public RuleVerdict Plan(EvaluationContext context)
    {
        if (rule.Check == RuleChoices.CheckContent && !context.Facts.Content!.Keeps(context.Kinds))
        {
            return new RuleVerdict.Refuses(rule, RefusalReason.ContentMismatch);
        }

        if (WorkflowId(context) is not { } workflowId)
        {
            return new RuleVerdict.Refuses(rule, RefusalReason.WorkflowNotAllowed);
        }

        var plan = new StartPlan(rule, workflowId, _media.Describe(context));
        return rule.DryRun ? new RuleVerdict.DryRunMatched(rule, plan) : new RuleVerdict.Matched(rule, plan);
    }

    private string? WorkflowId(EvaluationContext context)
    {
        if (rule.WorkflowIdFrom is not { Meta: { } meta } from || context.Meta.GetValueOrDefault(meta) is not { Length: > 0 } named)
        {
            return rule.WorkflowId;
        }

        return from.Allow.Contains(named, StringComparer.Ordinal) ? named : null;
    }
}
