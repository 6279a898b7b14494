namespace FcWorkflowTrigger.Settings;

/// <summary>The settings are not valid. The message lists every problem, one on each line.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
