using System.Security.Cryptography;
using System.Text.Json;

namespace FcWorkflowTrigger.Rules;

/// <summary><c>rules.json</c> as written: version 1.</summary>
internal sealed record RuleFile(int Version, IReadOnlyList<Rule> Rules)
{
    /// <exception cref="RuleFileException">Names the rule and the field that is wrong.</exception>
    public static RuleSet Read(ReadOnlySpan<byte> content)
    {
        var file = Parse(content);

        if (file.Version != 1)
        {
            throw new RuleFileException("version", $"is {file.Version}; this binary reads version 1.");
        }

        RuleCheck.All(file.Rules);
        return new(file.Rules, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private static RuleFile Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, RulesJson.Default.RuleFile)
                ?? throw new RuleFileException("$", "is null.");
        }
        catch (JsonException problem)
        {
            throw RuleFileException.Of(problem, content);
        }
    }
}
