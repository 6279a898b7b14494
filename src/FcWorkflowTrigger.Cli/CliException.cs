namespace FcWorkflowTrigger.Cli;

/// <summary>The command cannot be executed; the sentence says what the user can do.</summary>
internal sealed class CliException(string code, string message) : Exception($"{code}: {message}");
