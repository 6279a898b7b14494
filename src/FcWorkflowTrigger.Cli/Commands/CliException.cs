namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>What was asked cannot be done; the sentence says what to do about it.</summary>
internal sealed class CliException(string code, string message) : Exception($"{code}: {message}");
