namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>The rules cannot be used; the sentence names the rule and the field.</summary>
internal sealed class RuleFileException(RuleProblem problem) : Exception($"RULES-INVALID: rules.json, {problem.Sentence}");
