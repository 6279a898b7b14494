using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>The policies of the roles, against what the functions and the rules do.</summary>
internal static class PolicyChecks
{
    private const string Why = "a call that the role may not make is refused by the service; runs then wait, and are parked after START_GIVE_UP_HOURS";
    private const string Fix = "add the right to the file below src/policies, and give the role that policy in the RAM console";

    private static readonly string[] Starters = [Diagnosis.Ingest, Diagnosis.Reconcile];
    private static readonly string[] ImsOfCallback = ["GetWorkflowTask"];

    // What lies where in the ledger: docs/operations.md.
    private static readonly string[] Everything = [""];
    private static readonly string[] ReadByCallback = ["r/", "a/", "t/"];
    private static readonly string[] WrittenByCallback = ["r/", "a/", "t/", "d/", "o/", "e/"];
    private static readonly string[] Marking = ["oss:GetObject", "oss:GetObjectTagging", "oss:GetObjectVersionTagging", "oss:PutObjectTagging", "oss:PutObjectVersionTagging"];
    private static readonly string[] ImsOfStarters = ["RegisterMediaInfo", "GetMediaInfo", "StartWorkflow", "GetWorkflowTask", "ListWorkflowTasks"];

    public static IEnumerable<Check> All { get; } =
    [
        .. Diagnosis.Roles.Select(role => Check.OfFiles(
            $"POLICY-{role.ToUpperInvariant()}",
            $"the policy of {role} allows what it always does",
            Why,
            Fix,
            diagnosis => CheckNeeds(diagnosis, GetNeeds(diagnosis, role)))),
        Check.OfFiles("POLICY-RULES", "the policies allow what the rules need", Why, Fix, diagnosis => CheckNeeds(diagnosis, [.. GetNeedsOfRules(diagnosis)])),
        Check.OfFiles(
            "POLICY-DESTINATION",
            "the role of ingest may hand failed events to reconcile",
            "Function Compute invokes the failure destination with the role of the function that failed; without the right the event is lost",
            "allow fc:InvokeFunction on reconcile in src/policies/ingest.json",
            diagnosis => CheckNeeds(diagnosis, [new(Diagnosis.Ingest, "fc:InvokeFunction", $"acs:fc:*:*:functions/{diagnosis.Function(Diagnosis.Reconcile).Name}")])),
    ];

    private static Finding CheckNeeds(Diagnosis diagnosis, IReadOnlyList<Need> needs)
    {
        var policies = needs.Select(need => need.Role).Distinct().ToDictionary(role => role, diagnosis.FindPolicy);
        return Finding.From(
            [
                .. policies.Where(policy => policy.Value is null).Select(policy => $"there is no {Path.Combine(diagnosis.Options.Policies, policy.Key)}.json."),
                .. needs.Where(need => policies[need.Role]?.Allows(need.Action, need.Resource) == false)
                    .Select(need => $"{need.Role} lacks {need.Action} on {need.Resource}{(need.Reason is { } reason ? $" ({reason})" : "")}."),
            ],
            needs.Count == 0 ? "the rules need nothing more" : $"{needs.Count} right{(needs.Count == 1 ? "" : "s")}");
    }

    private static Need[] GetNeeds(Diagnosis diagnosis, string role)
    {
        var ledger = Bucket(diagnosis.Function(role).Environment.GetValueOrDefault("LEDGER_BUCKET"));
        var isSlots = diagnosis.Function(role).Environment.GetValueOrDefault("LEDGER_MODE") is not "append";

        return
        [
            .. (role == Diagnosis.Callback ? ImsOfCallback : ImsOfStarters).Select(action => new Need(role, $"ice:{action}", "*")),
            .. (role == Diagnosis.Callback ? ReadByCallback : Everything).Select(prefix => new Need(role, "oss:GetObject", $"{ledger}/{prefix}*")),
            .. (role == Diagnosis.Callback ? WrittenByCallback : Everything).Select(prefix => new Need(role, "oss:PutObject", $"{ledger}/{prefix}*")),
            .. new[] { $"{Marker.Unfinished}/", LedgerKeys.MarksRoot }.Concat(role == Diagnosis.Reconcile ? [$"{Marker.Undelivered}/", LedgerKeys.UnreadableRoot] : [])
                .Select(prefix => new Need(role, "oss:DeleteObject", $"{ledger}/{prefix}*")),
            new(role, "oss:ListObjects", ledger),
            .. role == Diagnosis.Reconcile && isSlots ? [new Need(role, "oss:GetBucketVersioning", ledger)] : Array.Empty<Need>(),
        ];
    }

    private static IEnumerable<Need> GetNeedsOfRules(Diagnosis diagnosis)
    {
        var rules = diagnosis.Rules.Rules.Where(rule => rule.Enabled).ToArray();
        var ledger = Bucket(diagnosis.Function(Diagnosis.Ingest).Environment.GetValueOrDefault("LEDGER_BUCKET"));
        var media = diagnosis.Function(Diagnosis.Ingest).Triggers.Where(trigger => trigger.Type == "oss").Select(trigger => Bucket(trigger.Bucket)).Distinct().ToArray();

        if (diagnosis.Rules.Budget is not null || rules.Any(rule => rule.Budget is not null))
        {
            foreach (var role in Diagnosis.Roles)
            {
                yield return new(role, "oss:DeleteObject", $"{ledger}/bn/*", "budgets");
            }

            foreach (var role in Starters)
            {
                yield return new(role, "oss:DeleteObject", $"{ledger}/bd/*", "budgets");
            }
        }

        if (rules.FirstOrDefault(rule => rule.Mark is not null) is { } marking)
        {
            foreach (var (bucket, action) in media.SelectMany(bucket => Marking.Select(action => (bucket, action))))
            {
                yield return new(Diagnosis.Reconcile, action, $"{bucket}/*", $"rule '{marking.Name}' has a mark");
            }
        }

        foreach (var place in diagnosis.CatchUpPlaces)
        {
            yield return new(Diagnosis.Reconcile, "oss:GetObject", $"{Bucket(place.Bucket)}/{place.Prefix}*", "CATCH_UP");
            yield return new(Diagnosis.Reconcile, "oss:ListObjects", Bucket(place.Bucket), "CATCH_UP");
        }

        foreach (var (role, bucket) in Starters.SelectMany(role => media.Select(bucket => (role, bucket))))
        {
            if (rules.FirstOrDefault(LooksAtObject) is { } looking)
            {
                yield return new(role, "oss:GetObject", $"{bucket}/*", $"rule '{looking.Name}' looks at the object");
            }

            if (rules.FirstOrDefault(rule => rule.QuietFor is not null) is { } quiet)
            {
                yield return new(role, "oss:GetObject", $"{bucket}/*", $"rule '{quiet.Name}' looks whether an object was written again");
                yield return new(role, "oss:ListObjects", bucket, $"rule '{quiet.Name}' looks whether an object was written again");
            }

            if (rules.FirstOrDefault(rule => Any(rule.Match, match => match.Tags is not null)) is { } tagged)
            {
                yield return new(role, "oss:GetObjectTagging", $"{bucket}/*", $"rule '{tagged.Name}' asks for tags");
            }

            if (rules.FirstOrDefault(rule => rule.Sidecar != SidecarPolicy.Ignore) is { } waiting)
            {
                yield return new(role, "oss:GetObject", $"{bucket}/*", $"rule '{waiting.Name}' reads sidecars");
                yield return new(role, "oss:ListObjects", bucket, $"rule '{waiting.Name}' reads sidecars");
            }
        }
    }

    private static bool LooksAtObject(Rule rule) =>
        new StartPlanner(rule, new()).Needs != FactNeeds.None
        || Any(rule.Match, match => match.ContentTypes is not null || match.StorageClasses is not null || match.Meta is not null);

    private static bool Any(RuleMatch? match, Func<RuleMatch, bool> holds) => match is not null
        && (holds(match) || Any(match.Not, holds) || (match.Any ?? []).Any(part => Any(part, holds)) || (match.All ?? []).Any(part => Any(part, holds)));

    private static string Bucket(string? name) => $"acs:oss:*:*:{name}";

    private sealed record Need(string Role, string Action, string Resource, string? Reason = null);
}
