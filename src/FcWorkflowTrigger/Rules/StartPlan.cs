namespace FcWorkflowTrigger.Rules;

/// <summary>What a run is to start, with every value that the rule takes from the object filled in.</summary>
/// <param name="WorkflowId">The rule's workflow, or the one that the object names and the rule allows.</param>
internal sealed record StartPlan(Rule Rule, string WorkflowId, MediaDescription Media);
