using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Diagnosing.Deploying;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Operations.Diagnosing.Checks;

/// <summary>The rules, and the trigger that has to deliver what they take.</summary>
internal static class RuleChecks
{
    // The template of the local cloud, which rules.json names until somebody names a real one.
    private const string SampleWorkflow = "00000000000000000000000000000001";

    private const string EventScheme = "oss:";
    private const string AnyOf = "*";

    private static readonly string[] FinishedEvents = ["PutObject", "PostObject", "CopyObject", "CompleteMultipartUpload"];

    public static IEnumerable<Check> All { get; } =
    [
        Check.OfFiles(
            "RULES-VALID",
            "the rules file is valid",
            "ingest and reconcile do not start with another",
            "fcwt rules check <file> lists every problem with its line",
            diagnosis => CheckValid(diagnosis.ReadRules)),
        Check.OfFiles(
            "RULES-REACHED",
            "every rule can start something",
            "a rule that another one keeps from all uploads starts nothing, and nobody notices",
            "fcwt rules check <file>; move the rule, or let the other one continue",
            diagnosis => Finding.From([.. diagnosis.Rules.Warnings.Select(warning => warning.Sentence)], $"{diagnosis.Rules.Rules.Count} rules", CheckStatus.Warn)),
        Check.OfFiles(
            "RULES-ENABLED",
            "a rule is switched on",
            "without one every upload is refused with NoRule",
            "set enabled to true, and dryRun to false",
            CheckEnabled),
        Check.OfFiles(
            "RULES-WORKFLOW",
            "the rules name workflows of your own",
            "the template of the sample exists on the local cloud only; IMS refuses to start it",
            "set workflowId to the id of a template in the IMS console",
            CheckSample),
        Check.OfFiles(
            "RULES-DELIVERED",
            "the trigger delivers what each rule takes",
            "a rule for uploads that no trigger delivers starts nothing",
            "change prefix, suffix or events of ossTrigger in s.yaml, or the rule",
            CheckDelivered),
        Check.OfFiles(
            "TRIGGER-REACH",
            "some rule takes what each trigger delivers",
            "each upload is an invocation that is paid for and refused",
            "change the prefix of ossTrigger in s.yaml, or the rules",
            CheckReach),
        Check.OfFiles(
            "TRIGGER-EVENTS",
            "the trigger names the events of finished objects, one by one",
            "a wildcard delivers each part of an upload and each append too, an invocation each; a missing event starts nothing for that kind of upload",
            "list oss:ObjectCreated:PutObject, PostObject, CopyObject and CompleteMultipartUpload",
            CheckEvents),
        Check.OfFiles(
            "TRIGGER-OVERLAP",
            "no two OSS triggers of a bucket overlap",
            "OSS refuses the second one, so the deployment stops half way",
            "use other event types, or a prefix or suffix that excludes the other's",
            CheckOverlap),
        Check.OfFiles(
            "OUTPUT-PREFIX",
            "what the workflows write is not delivered",
            "each output below the trigger's prefix is an invocation that is paid for and refused",
            "let the workflow write outside the prefix of ossTrigger, or into another bucket",
            CheckOutputs),
        Check.OfFiles(
            "CATCH-UP-DELIVERED",
            "CATCH_UP looks only where a trigger delivers",
            "an object that no trigger delivers has no event to be missed, and would be started by a sweep",
            "narrow the prefixes of CATCH_UP to those of ossTrigger",
            CheckCatchUp),
    ];

    private static Finding CheckCatchUp(Diagnosis diagnosis)
    {
        var triggers = diagnosis.Function(Diagnosis.Ingest).Triggers.Where(trigger => trigger.Type == "oss").ToArray();
        var places = diagnosis.CatchUpPlaces;
        return Finding.From(
            [.. places.Where(place => !triggers.Any(trigger => trigger.Bucket == place.Bucket && place.Prefix.StartsWith(trigger.Prefix, StringComparison.Ordinal)))
                .Select(place => $"no trigger delivers all of {LogText.ToLine($"{place}")}.")],
            places.Count == 0 ? "it is not set" : $"{places.Count} place{(places.Count == 1 ? "" : "s")}",
            CheckStatus.Warn);
    }

    private static Finding CheckValid(Func<byte[]> read)
    {
        try
        {
            return Finding.From([.. RuleFile.Validate(read()).Select(problem => $"line {problem.Line}: {problem.Sentence}")], "it is");
        }
        catch (OperationException unreadable)
        {
            return Finding.Fail(LogText.ToLine(unreadable.Message));
        }
    }

    private static Finding CheckEnabled(Diagnosis diagnosis)
    {
        var on = diagnosis.Rules.Rules.Count(rule => rule is { Enabled: true, DryRun: false });
        return on > 0 ? Finding.Pass($"{on} of {diagnosis.Rules.Rules.Count}") : Finding.Fail($"none of {diagnosis.Rules.Rules.Count} is");
    }

    private static Finding CheckSample(Diagnosis diagnosis)
    {
        var samples = diagnosis.Rules.Rules.Where(rule => rule.Enabled && rule.WorkflowId == SampleWorkflow).Select(rule => rule.Name).ToArray();
        return samples.Length == 0 ? Finding.Pass("none names the sample's")
            : diagnosis.IsLocal ? Finding.Pass($"{string.Join(", ", samples)}: the template of the local cloud")
            : Finding.Fail($"{string.Join(", ", samples)} names the sample's, {SampleWorkflow}");
    }

    private static Finding CheckDelivered(Diagnosis diagnosis)
    {
        var triggers = GetTriggers(diagnosis);
        return Finding.From(
            [
                .. GetRules(diagnosis)
                    .Select(rule => (rule.Name, Reasons: triggers.Select(trigger => FindContradiction(rule, trigger)).ToArray()))
                    .Where(rule => rule.Reasons.All(reason => reason is not null))
                    .Select(rule => $"rule '{rule.Name}' is never delivered{(rule.Reasons is [{ } first, ..] ? $": {first}" : ", because there is no OSS trigger.")}"),
            ],
            "each rule may be met");
    }

    private static Finding CheckReach(Diagnosis diagnosis) => Finding.From(
        [
            .. GetTriggers(diagnosis)
                .Where(trigger => GetRules(diagnosis).All(rule => FindContradiction(rule, trigger) is not null))
                .Select(trigger => $"no rule takes what {trigger.Name} delivers (bucket {LogText.Escape(trigger.Bucket)}, prefix '{LogText.Escape(trigger.Prefix)}', suffix '{LogText.Escape(trigger.Suffix)}')."),
        ],
        "each trigger may meet a rule");

    private static Finding CheckEvents(Diagnosis diagnosis)
    {
        var wanted = GetRules(diagnosis).SelectMany(rule => NamedEvents.NamedBy(rule.Match ?? new())).ToHashSet(StringComparer.Ordinal);
        var problems = new List<string>();

        foreach (var trigger in GetTriggers(diagnosis))
        {
            var names = GetEventNames(trigger).ToArray();
            var missing = names.Contains(AnyOf, StringComparer.Ordinal) ? [] : FinishedEvents.Except(names).ToArray();
            var superfluous = names.Where(name => NamedEvents.Contains(name) && !wanted.Contains(name)).ToArray();
            problems.AddRange(names.Contains(AnyOf, StringComparer.Ordinal) && wanted.Count == 0 ? [$"{trigger.Name} has a wildcard."] : Array.Empty<string>());
            problems.AddRange(missing.Length > 0 ? [$"{trigger.Name} lacks {string.Join(", ", missing)}."] : Array.Empty<string>());
            problems.AddRange(superfluous.Length > 0 ? [$"{trigger.Name} delivers {string.Join(", ", superfluous)}, which no rule names."] : Array.Empty<string>());
        }

        return Finding.From(problems, string.Join(", ", FinishedEvents), CheckStatus.Warn);
    }

    private static Finding CheckOverlap(Diagnosis diagnosis)
    {
        var triggers = diagnosis.Deploy.Functions.SelectMany(function => function.Triggers.Where(trigger => trigger.Type == "oss").Select(trigger => (Function: function.Name, Trigger: trigger))).ToArray();
        return Finding.From(
            [
                .. triggers.SelectMany((first, index) => triggers.Skip(index + 1).Where(second => Overlap(first.Trigger, second.Trigger))
                    .Select(second => $"{first.Trigger.Name} of {first.Function} and {second.Trigger.Name} of {second.Function} overlap.")),
            ],
            $"{triggers.Length} OSS trigger{(triggers.Length == 1 ? "" : "s")}");
    }

    private static Finding CheckOutputs(Diagnosis diagnosis) => Finding.From(
        [
            .. from rule in diagnosis.Rules.Rules
               where rule.OutputPrefix is not null
               from trigger in GetTriggers(diagnosis)
               let output = OutputPrefix.Parse(rule.OutputPrefix!)
               where (output.Bucket is null || output.Bucket == trigger.Bucket) && IsSameStart(output.Prefix, trigger.Prefix)
               select $"rule '{rule.Name}' writes to '{rule.OutputPrefix}', and {trigger.Name} delivers '{LogText.Escape(trigger.Prefix)}'.",
        ],
        "none is",
        CheckStatus.Warn);

    // What a trigger delivers, written as conditions: the analysis of rules then finds what contradicts.
    private static string? FindContradiction(Rule rule, DeployTrigger trigger)
    {
        var names = GetEventNames(trigger).ToArray();
        var delivered = new RuleMatch(
            Buckets: [trigger.Bucket],
            Prefix: trigger.Prefix,
            Suffixes: trigger.Suffix.Length > 0 ? [trigger.Suffix] : null,
            Events: names.Contains(AnyOf, StringComparer.Ordinal) ? null : names);
        var problem = RuleReach.From(new(All: [delivered, rule.Match ?? new()])).FindContradiction();
        return problem is null ? null : $"{problem.Field.Replace("match.all[0]", trigger.Name, StringComparison.Ordinal).Replace("match.all[1]", "match", StringComparison.Ordinal)} {problem.Problem.Replace("match.all[0]", trigger.Name, StringComparison.Ordinal)}";
    }

    // As rules write them.
    private static IEnumerable<string> GetEventNames(DeployTrigger trigger) => trigger.Events
        .Select(name => new[] { EventScheme + NamedEvents.Created, EventScheme }.FirstOrDefault(start => name.StartsWith(start, StringComparison.Ordinal)) is { } start ? name[start.Length..] : name);

    private static Rule[] GetRules(Diagnosis diagnosis) => [.. diagnosis.Rules.Rules.Where(rule => rule.Enabled)];

    private static DeployTrigger[] GetTriggers(Diagnosis diagnosis) => [.. diagnosis.Function(Diagnosis.Ingest).Triggers.Where(trigger => trigger.Type == "oss")];

    private static bool Overlap(DeployTrigger one, DeployTrigger other) =>
        one.Bucket == other.Bucket
        && one.Events.Any(name => other.Events.Any(otherName => Covers(name, otherName) || Covers(otherName, name)))
        && IsSameStart(one.Prefix, other.Prefix)
        && (one.Suffix.EndsWith(other.Suffix, StringComparison.Ordinal) || other.Suffix.EndsWith(one.Suffix, StringComparison.Ordinal));

    private static bool Covers(string events, string name) =>
        events == name || (events.EndsWith(AnyOf, StringComparison.Ordinal) && name.StartsWith(events[..^1], StringComparison.Ordinal));

    private static bool IsSameStart(string one, string other) => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);
}
