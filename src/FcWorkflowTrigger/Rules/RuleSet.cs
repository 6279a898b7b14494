using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules;

/// <summary>The rules of a deployment.</summary>
/// <param name="Rules">In the order of the file.</param>
/// <param name="Source">The file itself.</param>
/// <param name="Patterns">What the check of the file has compiled already.</param>
internal sealed record RuleSet(IReadOnlyList<Rule> Rules, byte[] Source, PatternCompiler Patterns)
{
    // OrderBy is stable: rules of equal priority keep the file's order.
    private readonly CompiledRule[] _compiledRules = [.. Rules.OrderByDescending(rule => rule.Priority).Select(rule => new CompiledRule(rule, Patterns))];

    private readonly OutputPrefix[] _outputPrefixes = [.. Rules.Where(rule => rule.OutputPrefix is not null).Select(rule => OutputPrefix.Parse(rule.OutputPrefix!))];

    // If no rule uses sidecars, a file with a sidecar's name is an ordinary upload. A disabled rule counts: a run that it began may still wait.
    private readonly bool _usesSidecars = Rules.Any(rule => SidecarPolicy.Parse(rule.Sidecar) is not null);

    private readonly string[] _namedEvents = [.. Rules.Where(rule => rule.Enabled).SelectMany(rule => NamedEvents.NamedBy(rule.Match ?? new())).Distinct()];

    /// <summary>Rules that no file check has seen.</summary>
    public RuleSet(IReadOnlyList<Rule> rules, byte[] source)
        : this(rules, source, new())
    {
    }

    /// <summary>SHA-256 of the file, lower-case hex. Each claim records it, so that the rules that decided are known.</summary>
    /// <remarks>Computed on first use: it loads the cryptographic library, which would delay the opening of the port.</remarks>
    public string Hash => field ??= Sha256Hex.Compute(Source);

    /// <summary>How many runs of all rules together may start; null for no limit.</summary>
    public RuleBudget? Budget { get; init; }

    /// <summary>What is valid and probably not meant. The start logs each once, and <c>rules check</c> lists them.</summary>
    public IReadOnlyList<RuleProblem> Warnings { get; init; } = [];

    /// <summary>Decides which rules match an upload, and what they start. Never throws, for any key.</summary>
    /// <param name="upload">What the event contains.</param>
    /// <param name="facts">The facts fetched so far. The decision asks for more only if a rule that can still match needs them.</param>
    public Admission Decide(Upload upload, Facts? facts = null) => Evaluate(upload, facts ?? Facts.None, verdicts: null);

    /// <summary>The same decision, with the verdict of each rule.</summary>
    public Explanation Explain(Upload upload, Facts? facts = null)
    {
        var verdicts = new List<RuleVerdict>(_compiledRules.Length);
        var admission = Evaluate(upload, facts ?? Facts.None, verdicts);
        verdicts.AddRange(_compiledRules.Skip(verdicts.Count).Select(rule => rule.NotEvaluated));
        return new(admission, verdicts);
    }

    private Admission Evaluate(Upload upload, Facts facts, List<RuleVerdict>? verdicts)
    {
        if (FindRefusal(upload) is { } reason)
        {
            return new Admission.Refused(reason);
        }

        var context = new EvaluationContext(upload, facts);
        var builder = new DecisionBuilder();

        foreach (var rule in _compiledRules)
        {
            var verdict = rule.Evaluate(context);
            verdicts?.Add(verdict);

            if (builder.Add(verdict))
            {
                break;
            }
        }

        return builder.Build();
    }

    private RefusalReason? FindRefusal(Upload upload)
    {
        var name = NamedEvents.NameOf(upload);

        if (name is null && !upload.EventName.StartsWith(NamedEvents.Created, StringComparison.Ordinal))
        {
            return RefusalReason.NotCreated;
        }

        if (upload.Key.EndsWith('/'))
        {
            return RefusalReason.Folder;
        }

        if (_usesSidecars && SidecarKey.IsSidecar(upload.Key))
        {
            return RefusalReason.Sidecar;
        }

        if (name is not null && !_namedEvents.Contains(name, StringComparer.Ordinal))
        {
            return NamedEvents.RefusalOf(name);
        }

        if (upload.Size == 0)
        {
            return RefusalReason.EmptyObject;
        }

        return Array.Exists(_outputPrefixes, prefix => prefix.Contains(upload)) ? RefusalReason.OwnOutput : null;
    }
}
