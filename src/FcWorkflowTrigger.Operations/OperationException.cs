namespace FcWorkflowTrigger.Operations;

/// <summary>The command cannot be executed; the sentence says what the user can do.</summary>
internal sealed class OperationException(string code, string message) : Exception($"{code}: {message}");
