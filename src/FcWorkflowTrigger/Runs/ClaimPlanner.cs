using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Turns what the rules decided into the claim of a run: all that a later invocation needs to go on without them.</summary>
internal sealed class ClaimPlanner(StartOptions options, TimeProvider clock)
{
    /// <param name="rulesHash">SHA-256 of the rules the plan was decided under.</param>
    public ClaimRecord Plan(Upload upload, StartPlan plan, string rulesHash) => new()
    {
        Src = ClaimSource.From(upload),
        Rule = plan.Rule.Name,
        WorkflowId = plan.WorkflowId,
        Plan = Plan(plan, Wait(plan.Rule, upload, clock.GetUtcNow(), options.GiveUpAfter)),
        Config = rulesHash,
    };

    /// <summary>The workflows a rule lets a sidecar name; null for none.</summary>
    public static IReadOnlyList<string>? AllowedWorkflows(Rule rule) => rule.WorkflowIdFrom is { Sidecar: true } from ? from.Allow : null;

    /// <param name="sidecar">What the run waits for before it is planned; null when there is nothing to wait for.</param>
    public static ClaimPlan Plan(StartPlan plan, SidecarWait? sidecar = null) => new(
        Media(plan.Media),
        RegisterConfig.For(plan.Rule.Media ?? RuleMedia.Default),
        plan.Rule.OnReupload == RuleChoices.Replace,
        plan.Rule.Input,
        plan.Rule.SkipInputVerification,
        sidecar,
        SkipIdentical: plan.Rule.OnReupload == RuleChoices.SkipIdentical ? true : null);

    public static ClaimMedia Media(MediaDescription media) => new(media.Title, media.Description, media.Tags, media.CateId, media.UserData);

    /// <param name="now">By a clock that may not have learnt the cloud's time yet: the event's own time puts right a clock that is behind.</param>
    /// <param name="giveUpAfter">How long a run is tried for.</param>
    /// <returns>Null for a rule that looks for no sidecar.</returns>
    public static SidecarWait? Wait(Rule rule, Upload upload, DateTimeOffset now, TimeSpan giveUpAfter)
    {
        if (SidecarPolicy.Parse(rule.Sidecar) is not { } policy)
        {
            return null;
        }

        var from = upload.Time is { } at && at > now ? at : now;
        return new(policy.Required, from + (policy.Wait ?? giveUpAfter), AllowedWorkflows(rule));
    }
}

/// <summary>The plan of a claim, whichever version wrote the claim.</summary>
internal static class PlannedClaim
{
    extension(ClaimRecord claim)
    {
        /// <summary>The plan that was claimed; for claims older than plans, the plan of a rule that asks for nothing.</summary>
        public ClaimPlan PlanOrDefault => claim.Plan ?? new(new(claim.Src.ToUpload().Name), RegisterConfig.For(RuleMedia.Default));
    }
}
