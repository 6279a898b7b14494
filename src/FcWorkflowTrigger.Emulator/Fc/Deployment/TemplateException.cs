namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary><c>s.yaml</c> cannot be run here; the sentence says where and why.</summary>
internal sealed class TemplateException(string where, string problem) : Exception($"TEMPLATE-INVALID: s.yaml, {where}: {problem}");
