namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary>The emulator cannot run this <c>s.yaml</c>. The message contains the place and the reason.</summary>
internal sealed class TemplateException(string where, string problem) : Exception($"TEMPLATE-INVALID: s.yaml, {where}: {problem}");
