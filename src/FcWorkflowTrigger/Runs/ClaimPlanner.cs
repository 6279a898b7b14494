using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Creates the claim of a run from the decision of the rules. The claim holds all that a later invocation needs to continue without the rules.</summary>
internal sealed class ClaimPlanner(StartOptions options, TimeProvider clock)
{
    /// <param name="rulesHash">SHA-256 of the rules that decided the plan.</param>
    public ClaimRecord CreateClaim(Upload upload, StartPlan plan, string rulesHash) => new()
    {
        Src = ClaimSource.From(upload),
        Rule = plan.Rule.Name,
        WorkflowId = plan.WorkflowId,
        Plan = CreatePlan(plan, CreateWait(plan.Rule, upload, clock.GetUtcNow(), options.GiveUpAfter)),
        Config = rulesHash,
        TraceParent = TraceParent.TryParse(plan.TraceParent, out var parent) ? parent.ToString() : null,
    };

    /// <summary>The workflows that a sidecar may name under this rule; null for none.</summary>
    public static IReadOnlyList<string>? GetAllowedWorkflows(Rule rule) => rule.WorkflowIdFrom is { Sidecar: true } from ? from.Allow : null;

    /// <param name="sidecar">The sidecar that the run waits for; null when it waits for none.</param>
    public static ClaimPlan CreatePlan(StartPlan plan, SidecarWait? sidecar = null) => new(
        CreateMedia(plan.Media),
        RegisterConfig.For(plan.Rule.Media ?? RuleMedia.Default),
        plan.Rule.OnReupload == RuleChoices.Replace,
        plan.Rule.Input,
        plan.Rule.SkipInputVerification,
        sidecar,
        SkipIdentical: plan.Rule.OnReupload == RuleChoices.SkipIdentical ? true : null,
        ExpectWithin: plan.Rule.ExpectWithin is { } text && Rule.TryParseExpectWithin(text, out var within) ? (int)within.TotalSeconds : null,
        TaskUserData: plan.TaskUserData,
        Mark: plan.Rule.Mark,
        QuietFor: plan.Rule.QuietFor is { } quietFor && Rule.TryParseQuietFor(quietFor, out var quiet) ? (int)quiet.TotalSeconds : null);

    public static ClaimMedia CreateMedia(MediaDescription media) => new(media.Title, media.Description, media.Tags, media.CateId, media.UserData);

    /// <param name="now">The time by a clock that may not know the cloud's time yet. If the clock is behind, the event's own time corrects it.</param>
    /// <param name="giveUpAfter">How long a run is tried.</param>
    /// <returns>Null for a rule that does not use sidecars.</returns>
    public static SidecarWait? CreateWait(Rule rule, Upload upload, DateTimeOffset now, TimeSpan giveUpAfter)
    {
        if (SidecarPolicy.Parse(rule.Sidecar) is not { } policy)
        {
            return null;
        }

        var from = upload.Time is { } at && at > now ? at : now;
        return new(policy.Required, from + (policy.Wait ?? giveUpAfter), GetAllowedWorkflows(rule));
    }
}

/// <summary>The plan of a claim that any version may have written.</summary>
internal static class PlannedClaim
{
    extension(ClaimRecord claim)
    {
        /// <summary>The plan in the claim. A claim that is older than plans gets the plan of a rule with default settings.</summary>
        public ClaimPlan PlanOrDefault => claim.Plan ?? new(new(claim.Src.ToUpload().Name), RegisterConfig.For(RuleMedia.Default));
    }
}
