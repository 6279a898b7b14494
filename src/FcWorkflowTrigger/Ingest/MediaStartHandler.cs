using System.Globalization;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Opens the run of a media asset that IMS or ApsaraVideo VOD already holds. The same request again names the same run.</summary>
internal sealed class MediaStartHandler(
    RuleSet rules, ClaimPlanner planner, RunOpener opener, RunJournal journal, IngestOptions options, StartOptions starts, TimeProvider clock)
{
    /// <summary>The event name in the claim of such a run.</summary>
    public const string EventName = "MediaStart";

    /// <summary>Digits of a MediaId.</summary>
    public const int MediaIdLength = 32;

    /// <summary>The most characters of a request id.</summary>
    public const int MaxRequestIdLength = 64;

    /// <exception cref="OperatorRequestException">The request is not whole, or the rule cannot start an asset, or its fields for the task are too long.</exception>
    public async Task<MediaStartReply> HandleAsync(MediaStartRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        var rule = FindRule(request);
        var upload = CreateUpload(request, options.Region, clock.GetUtcNow());
        var id = RunId.Create(upload, rule.Name);

        // An equal request has the claim of the first: the plan, and the time that the marker is named by.
        var claim = await journal.ReadAsync(id, cancellationToken) is WorkflowRun.Opened { Claim: var earlier } ? earlier : CreateClaim(upload, rule);
        var run = await opener.OpenOrLeaveAsync(claim, invocation, cancellationToken);
        return new(id.Value, request.Media, rule.Name, request.RequestId, run?.StateWord ?? "open");
    }

    /// <summary>The asset in place of an object, and the request in place of an upload.</summary>
    public static Upload CreateUpload(MediaStartRequest request, string region, DateTimeOffset now) => new(
        region,
        Bucket: "",
        Key: request.Media,
        ETag: "",
        Size: 0,
        RequestId: $"start|{request.RequestId}",
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        EventName,
        Media: request.Media);

    private ClaimRecord CreateClaim(Upload upload, Rule rule)
    {
        var claim = planner.CreateClaim(upload, new(rule, rule.WorkflowId, new(upload.Key), TaskUserData: FillTaskUserData(upload, rule)), rules.Hash);
        return claim with { Plan = claim.PlanOrDefault with { Input = RuleChoices.MediaInput } };
    }

    // Of the rule's own fields those stay empty that speak of an object; {key} and {name} are the MediaId.
    private string? FillTaskUserData(Upload upload, Rule rule) =>
        rule.TaskUserData is not { } templates ? null
        : new TaskFields(templates, rules.Patterns).TryFill(new(upload, Facts.None), out var fields, out var problem) ? fields
        : throw new OperatorRequestException($"START-USERDATA: {nameof(RefusalReason.TaskUserDataTooLong)}: {problem}. Nothing was started. Shorten the fields of rule '{rule.Name}'.");

    private Rule FindRule(MediaStartRequest request)
    {
        if (request.Media.Length != MediaIdLength || !request.Media.All(char.IsAsciiHexDigit) || !IsRequestId(request.RequestId))
        {
            throw new OperatorRequestException(
                $"START-REQUEST: a start names a media asset by its {MediaIdLength} hex digits, and a request id of 1 to {MaxRequestIdLength} letters, digits, '-', '_' and '.'. Nothing was started.");
        }

        var rule = rules.Rules.FirstOrDefault(rule => rule.Name == request.Rule)
            ?? throw new OperatorRequestException($"START-RULE-UNKNOWN: no rule of the deployed rules is called '{request.Rule}'. Nothing was started. Name one of rules.json.");

        return FindObstacle(rule) is { } obstacle
            ? throw new OperatorRequestException($"START-RULE: rule '{rule.Name}' cannot start a media asset: {obstacle}. Nothing was started. Name a rule without it.")
            : rule;
    }

    private static bool IsRequestId(string id) =>
        id.Length is > 0 and <= MaxRequestIdLength && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    // What asks for an object cannot hold for an asset. Its conditions and its media texts are not asked.
    private string? FindObstacle(Rule rule) => rule switch
    {
        { Enabled: false } => "it is not enabled (enabled)",
        { DryRun: true } => "it is on dry run (dryRun)",
        { Input: RuleChoices.OssInput } => "its workflow takes an object (input)",
        { Input: null } when starts.Ims.Input == ImsInput.Oss => "its workflow takes an object (IMS_INPUT)",
        { Sidecar: not SidecarPolicy.Ignore } => "there is no file beside an asset (sidecar)",
        { OnReupload: RuleChoices.Replace } => "an asset cannot be registered anew (onReupload: replace)",
        { OnReupload: RuleChoices.SkipIdentical } => "an asset has no ETag to compare (onReupload: skip-identical)",
        { Check: not null } => "an asset has no bytes to look at (check)",
        { Mark: not null } => "an asset is no object that can be tagged (mark)",
        _ => null,
    };
}
