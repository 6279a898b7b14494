namespace FcWorkflowTrigger.Settings;

/// <summary>The deployment cannot work as configured; every problem found is in the message, one a line.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
