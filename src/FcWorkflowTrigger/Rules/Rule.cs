using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Rules;

/// <summary>Which uploads start which workflow, and with what settings. One entry of <c>rules.json</c>; <c>rules.schema.json</c> describes each field.</summary>
/// <param name="Name">1 to 64 of letters, digits, <c>-</c> and <c>_</c>; unique in the file, because it is part of the run's identity.</param>
/// <param name="WorkflowId">The IMS workflow template's id.</param>
/// <param name="OnReupload">What a new upload of a known key does: one of <see cref="RuleChoices.OnReupload"/>.</param>
/// <param name="Continue">True lets later rules match the same upload too.</param>
/// <param name="WorkflowIdFrom">Lets the uploader choose among allowed templates; <paramref name="WorkflowId"/> is then the default.</param>
/// <param name="Input">The kind of input of the workflow: one of <see cref="RuleChoices.Input"/>; null leaves it to <c>IMS_INPUT</c>.</param>
/// <param name="SkipInputVerification">True lets a workflow read an object outside the path that the workflow is bound to; for <c>oss</c> inputs only.</param>
/// <param name="OutputPrefix">Where the workflow writes: <c>processed/</c> in any bucket, or <c>oss://bucket/processed/</c>. Uploads there start nothing.</param>
/// <param name="Check">One of <see cref="RuleChoices.Check"/>; null checks nothing beyond the conditions.</param>
/// <param name="Priority">Rules are evaluated from the highest priority down; rules of equal priority in the file's order.</param>
/// <param name="Enabled">False switches the rule off. Runs that it has begun are still finished.</param>
/// <param name="DryRun">True starts nothing and stops no later rule; the uploads that it matches are logged.</param>
/// <param name="Sidecar">Whether a run waits for the sidecar of the upload: see <see cref="SidecarPolicy"/>.</param>
/// <param name="Budget">How many runs of the rule may start; null for no limit.</param>
/// <param name="ExpectWithin">How long the task is expected to run at most, from its start: a <see cref="Duration"/>; null for <see cref="DefaultExpectWithin"/>. A task that takes longer is told, and goes on.</param>
/// <param name="TaskUserData">Fields that IMS keeps with the task: texts with placeholders, at most <see cref="Templates.TaskFields.MaxBytes"/> bytes as JSON; null for none.</param>
/// <param name="Mark">Tags that the object gets when its run has ended: texts with the placeholders of <see cref="TagTemplate"/>, by the name of the tag; null for none.</param>
/// <param name="QuietFor">How long a key must have been quiet before the run of its last upload starts: a <see cref="Duration"/>; null starts a run for each upload, at once.</param>
internal sealed record Rule(
    string Name,
    string WorkflowId,
    RuleMatch? Match = null,
    RuleMedia? Media = null,
    string OnReupload = RuleChoices.Run,
    bool Continue = false,
    WorkflowIdFrom? WorkflowIdFrom = null,
    string? Input = null,
    bool SkipInputVerification = false,
    string? OutputPrefix = null,
    string? Check = null,
    int Priority = 0,
    bool Enabled = true,
    bool DryRun = false,
    string Sidecar = SidecarPolicy.Ignore,
    RuleBudget? Budget = null,
    string? ExpectWithin = null,
    IReadOnlyDictionary<string, string>? TaskUserData = null,
    IReadOnlyDictionary<string, string>? Mark = null,
    string? QuietFor = null)
{
    public static TimeSpan DefaultExpectWithin { get; } = TimeSpan.FromHours(24);

    public static TimeSpan ShortestExpectWithin { get; } = TimeSpan.FromMinutes(1);

    public static TimeSpan LongestExpectWithin { get; } = TimeSpan.FromDays(30);

    /// <summary>Whether <paramref name="text"/> may be the value of <c>expectWithin</c>.</summary>
    public static bool TryParseExpectWithin(string text, out TimeSpan within) =>
        Duration.TryParse(text, out within) && within >= ShortestExpectWithin && within <= LongestExpectWithin;

    public static TimeSpan ShortestQuiet { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan LongestQuiet { get; } = TimeSpan.FromHours(1);

    /// <summary>Whether <paramref name="text"/> may be the value of <c>quietFor</c>.</summary>
    public static bool TryParseQuietFor(string text, out TimeSpan quiet) =>
        Duration.TryParse(text, out quiet) && quiet >= ShortestQuiet && quiet <= LongestQuiet;
}

/// <summary>Where an uploader may name the workflow. The sidecar has precedence over the metadata.</summary>
/// <param name="Allow">The ids that may be named. Any other id refuses the upload.</param>
/// <param name="Meta">User metadata that holds the id: <c>workflow</c> is the header <c>x-oss-meta-workflow</c>.</param>
/// <param name="Sidecar">True lets the sidecar name it.</param>
internal sealed record WorkflowIdFrom(IReadOnlyList<string> Allow, string? Meta = null, bool Sidecar = false);
