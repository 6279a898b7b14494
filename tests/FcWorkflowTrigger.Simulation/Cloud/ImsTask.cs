using System.Globalization;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>One accepted, and paid, start.</summary>
/// <param name="Outcome"><c>Succeed</c>, <c>Failed</c> or <c>Canceled</c>.</param>
internal sealed partial record ImsTask(string TaskId, string MediaId, string WorkflowId, string UserData, string Outcome, DateTimeOffset Accepted, DateTimeOffset Ends)
{
    /// <summary>Which of the run's starts was accepted, as its callback URL says.</summary>
    public int Generation => int.Parse(GenerationInUrl().Match(UserData).ValueSpan, CultureInfo.InvariantCulture);

    public string StatusAt(DateTimeOffset now) => now < Ends ? "Processing" : Outcome;

    [GeneratedRegex(@"(?<=\?g=)\d+")]
    private static partial Regex GenerationInUrl();
}
