namespace FcWorkflowTrigger.Rules;

/// <summary>What a run is to start, with every value that the rule takes from the object filled in.</summary>
/// <param name="WorkflowId">The rule's workflow, or the one that the object names and the rule allows.</param>
/// <param name="TraceParent">The user metadata <c>traceparent</c> of the object, as it is; null when there is none, or when no rule looked at the object.</param>
/// <param name="TaskUserData">The rule's own fields of the task's UserData, as JSON; null for none.</param>
internal sealed record StartPlan(Rule Rule, string WorkflowId, MediaDescription Media, string? TraceParent = null, string? TaskUserData = null);
