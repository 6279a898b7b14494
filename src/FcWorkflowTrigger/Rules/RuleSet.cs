using System.Security.Cryptography;
using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules;

/// <summary>The rules of a deployment.</summary>
/// <param name="Rules">In the order of the file.</param>
/// <param name="Source">The file itself.</param>
internal sealed record RuleSet(IReadOnlyList<Rule> Rules, byte[] Source)
{
    // OrderBy keeps the file's order among equals.
    private readonly CompiledRule[] _asked = [.. Rules.OrderByDescending(rule => rule.Priority).Select(rule => new CompiledRule(rule))];

    private readonly OutputPrefix[] _outputs = [.. Rules.Where(rule => rule.OutputPrefix is not null).Select(rule => OutputPrefix.Parse(rule.OutputPrefix!))];

    // Where no rule names sidecars, a file of that name is an upload like any other. A disabled rule counts: a run that it began may still wait.
    private readonly bool _usesSidecars = Rules.Any(rule => SidecarPolicy.Parse(rule.Sidecar) is not null);

    /// <summary>SHA-256 of the file, lower-case hex: every claim records the rules it was decided under.</summary>
    /// <remarks>Taken when first asked for, since it loads the cryptographic library, and nobody waits for that before the port is open.</remarks>
    public string Hash => field ??= Convert.ToHexStringLower(SHA256.HashData(Source));

    /// <summary>How many runs of all rules together may start; null for as many as there are.</summary>
    public RuleBudget? Budget { get; init; }

    /// <summary>Decides which rules take an upload, and what they start. Total: it never throws, whatever the key.</summary>
    /// <param name="upload">What the event tells.</param>
    /// <param name="facts">What has been fetched so far; more is asked for only where a rule that could still take the upload needs it.</param>
    public Admission Decide(Upload upload, Facts? facts = null) => Ask(upload, facts ?? Facts.None, told: null);

    /// <summary>The same decision, with what each rule had to say.</summary>
    public Explanation Explain(Upload upload, Facts? facts = null)
    {
        var told = new List<RuleVerdict>(_asked.Length);
        var admission = Ask(upload, facts ?? Facts.None, told);
        told.AddRange(_asked.Skip(told.Count).Select(rule => rule.NotAsked));
        return new(admission, told);
    }

    private Admission Ask(Upload upload, Facts facts, List<RuleVerdict>? told)
    {
        if (RefusalOf(upload) is { } reason)
        {
            return new Admission.Refused(reason);
        }

        var context = new EvaluationContext(upload, facts);
        var builder = new DecisionBuilder();

        foreach (var rule in _asked)
        {
            var verdict = rule.Ask(context);
            told?.Add(verdict);

            if (builder.Add(verdict))
            {
                break;
            }
        }

        return builder.Sum();
    }

    private RefusalReason? RefusalOf(Upload upload)
    {
        if (!upload.EventName.StartsWith("ObjectCreated:", StringComparison.Ordinal))
        {
            return RefusalReason.NotCreated;
        }

        if (upload.Key.EndsWith('/'))
        {
            return RefusalReason.Folder;
        }

        if (_usesSidecars && SidecarKey.Is(upload.Key))
        {
            return RefusalReason.Sidecar;
        }

        if (upload.Size == 0)
        {
            return RefusalReason.EmptyObject;
        }

        return Array.Exists(_outputs, output => output.Holds(upload)) ? RefusalReason.OwnOutput : null;
    }
}
