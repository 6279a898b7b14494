using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>The run is not planned yet: the file beside its object may have a word in it.</summary>
/// <param name="Required">Without one nothing starts.</param>
/// <param name="Until">From then on it is not waited for any more.</param>
/// <param name="Allow">The workflows it may name; null for none.</param>
internal sealed record SidecarWait(bool Required, DateTimeOffset Until, IReadOnlyList<string>? Allow = null)
{
    /// <param name="now">By a clock that may not have learnt the cloud's time yet: the event's own time puts right one that is behind.</param>
    /// <param name="giveUpAfter">How long a run is tried for.</param>
    /// <returns>Null for a rule that looks for no sidecar.</returns>
    public static SidecarWait? Create(Rule rule, Upload upload, DateTimeOffset now, TimeSpan giveUpAfter)
    {
        if (SidecarPolicy.Parse(rule.Sidecar) is not { } policy)
        {
            return null;
        }

        var from = upload.Time is { } at && at > now ? at : now;
        return new(policy.Required, from + (policy.Wait ?? giveUpAfter), AllowedBy(rule));
    }

    /// <summary>The workflows a rule lets a sidecar name; null for none.</summary>
    public static IReadOnlyList<string>? AllowedBy(Rule rule) => rule.WorkflowIdFrom is { Sidecar: true } from ? from.Allow : null;
}
