using System.Buffers;
using System.Text;

namespace FcWorkflowTrigger.Rules;

/// <summary>What a rule must keep to beyond its shape.</summary>
internal static class RuleCheck
{
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <exception cref="RuleFileException">The first thing found wrong.</exception>
    public static void All(IReadOnlyList<Rule> rules)
    {
        if (rules.Count == 0)
        {
            throw new RuleFileException("rules", "is empty, so every upload would be refused.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);

        for (var index = 0; index < rules.Count; index++)
        {
            One(rules[index], $"{index + 1} ('{rules[index].Name}')", names);
        }
    }

    private static void One(Rule rule, string which, HashSet<string> names)
    {
        Require(rule.Name.Length is > 0 and <= MaxNameLength && !rule.Name.AsSpan().ContainsAnyExcept(NameCharacters), which,
            "name", $"must be 1 to {MaxNameLength} of letters, digits, '-' and '_'.");
        Require(names.Add(rule.Name), which, "name", "is used by an earlier rule; a name is part of a run's identity.");
        Require(!string.IsNullOrWhiteSpace(rule.WorkflowId), which, "workflowId", "is empty; copy the template's id from the IMS console.");
        Require(rule.OnReupload == "run", which, "onReupload", $"is '{rule.OnReupload}'; this version knows 'run'.");
        Match(rule.Match ?? new(), which);
        Media(rule.Media ?? RuleMedia.Default, which);
    }

    private static void Match(RuleMatch match, string which)
    {
        Require(match.MinBytes >= 0, which, "match.minBytes", "is negative.");
        Require(match.Buckets is null or { Count: > 0 }, which, "match.buckets", "is empty, so the rule would take nothing; leave it out to take all.");
        Require(match.Suffixes is null or { Count: > 0 }, which, "match.suffixes", "is empty, so the rule would take nothing; leave it out to take all.");
        Require(match.Buckets?.All(bucket => bucket.Length > 0) ?? true, which, "match.buckets", "holds an empty name.");
        Require(match.Suffixes?.All(suffix => suffix.Length > 0) ?? true, which, "match.suffixes", "holds an empty text.");
    }

    private static void Media(RuleMedia media, string which)
    {
        var tags = media.Tags ?? [];
        Require(tags.Count <= RuleMedia.MaxTags, which, "media.tags", $"holds more than {RuleMedia.MaxTags} tags.");
        Require(tags.All(tag => Encoding.UTF8.GetByteCount(tag) is > 0 and <= RuleMedia.MaxTagBytes && !tag.Contains(',')), which,
            "media.tags", $"holds a tag that is empty, has a comma or is over {RuleMedia.MaxTagBytes} bytes.");
    }

    private static void Require(bool holds, string which, string field, string problem)
    {
        if (!holds)
        {
            throw new RuleFileException(field, problem, which);
        }
    }
}
