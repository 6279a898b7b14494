namespace FcWorkflowTrigger.Rules;

/// <summary>The rules of a deployment, in the order they are asked.</summary>
/// <param name="Rules">In the order of the file.</param>
/// <param name="Hash">SHA-256 of the file, lower-case hex: every claim records the rules it was decided under.</param>
internal sealed record RuleSet(IReadOnlyList<Rule> Rules, string Hash)
{
    /// <summary>Decides, without looking at anything but the event, which rules take an upload.</summary>
    public Admission Decide(Upload upload)
    {
        if (!upload.EventName.StartsWith("ObjectCreated:", StringComparison.Ordinal))
        {
            return new Admission.Refused(RefusalReason.NotCreated);
        }

        if (upload.Key.EndsWith('/'))
        {
            return new Admission.Refused(RefusalReason.Folder);
        }

        if (upload.Size == 0)
        {
            return new Admission.Refused(RefusalReason.EmptyObject);
        }

        var taking = Taking(upload);
        return taking.Count > 0 ? new Admission.Admitted(taking) : new Admission.Refused(RefusalReason.NoRule);
    }

    /// <summary>The rule a run was claimed under, if the file still has it.</summary>
    public Rule? Find(string name) => Rules.FirstOrDefault(rule => rule.Name == name);

    private List<Rule> Taking(Upload upload)
    {
        var taking = new List<Rule>();

        foreach (var rule in Rules)
        {
            if (rule.Match is { } match && !match.Fits(upload))
            {
                continue;
            }

            taking.Add(rule);

            if (!rule.Continue)
            {
                break;
            }
        }

        return taking;
    }
}
