using System.Globalization;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>One task: a start that IMS has accepted and charges for.</summary>
/// <param name="Outcome"><c>Succeed</c>, <c>Failed</c> or <c>Canceled</c>.</param>
internal sealed partial record ImsTask(string TaskId, string MediaId, string WorkflowId, string UserData, string Outcome, DateTimeOffset Accepted, DateTimeOffset Ends)
{
    /// <summary>The generation of the start that IMS has accepted, read from the callback URL.</summary>
    public int Generation => int.Parse(GenerationInUrl().Match(UserData).ValueSpan, CultureInfo.InvariantCulture);

    public string StatusAt(DateTimeOffset now) => now < Ends ? "Processing" : Outcome;

    [GeneratedRegex(@"(?<=\?g=)\d+")]
    private static partial Regex GenerationInUrl();
}
