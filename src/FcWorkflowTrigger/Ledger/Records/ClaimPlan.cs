using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>How a run is registered and started, fixed when it is claimed: whoever takes over needs neither the rules nor the object again.</summary>
/// <param name="RegisterConfig">JSON.</param>
/// <param name="Overwrite">True replaces the key's media asset.</param>
/// <param name="Input"><c>media</c> or <c>oss</c>; null leaves it to <c>IMS_INPUT</c>.</param>
/// <param name="Sidecar">Set while the plan is not finished, because a sidecar may have a word in it.</param>
/// <param name="SidecarETag">Of the sidecar that had; null where none did.</param>
/// <param name="SkipIdentical">True starts nothing for bytes that have succeeded before; null where the rule does not ask for it.</param>
internal sealed record ClaimPlan(
    MediaDescription Media,
    string RegisterConfig,
    bool Overwrite = false,
    string? Input = null,
    bool SkipInputVerification = false,
    SidecarWait? Sidecar = null,
    string? SidecarETag = null,
    bool? SkipIdentical = null)
{
    public static ClaimPlan From(StartPlan plan, SidecarWait? sidecar = null) => new(
        plan.Media,
        Runs.Start.RegisterConfig.For(plan.Rule.Media ?? RuleMedia.Default),
        plan.Rule.OnReupload == RuleChoices.Replace,
        plan.Rule.Input,
        plan.Rule.SkipInputVerification,
        sidecar,
        SkipIdentical: plan.Rule.OnReupload == RuleChoices.SkipIdentical ? true : null);

    /// <summary>What a rule without wishes plans.</summary>
    public static ClaimPlan Default(Upload upload) => new(new(upload.Name), Runs.Start.RegisterConfig.For(RuleMedia.Default));
}
