namespace FcWorkflowTrigger.Cli.Monitoring;

/// <summary>Something in a file of <c>ops/</c> that Simple Log Service or CloudMonitor would take and that could never work.</summary>
/// <param name="File">Relative to the folder that is checked.</param>
/// <param name="Part">The alert, chart or rule; null when the file itself is wrong.</param>
/// <param name="Problem">A sentence that begins with a code.</param>
internal sealed record MonitoringProblem(string File, string? Part, string Problem);

/// <summary>The output of <c>ops check --json</c>.</summary>
/// <param name="Files">How many files were checked.</param>
internal sealed record MonitoringReport(int Files, IReadOnlyList<MonitoringProblem> Problems);
