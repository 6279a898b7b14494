using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary>Resolves the <c>${…}</c> expressions of Serverless Devs that this deployment uses.</summary>
/// <param name="variable">The value of <c>${env('…')}</c>; null where the deployer's environment lacks it.</param>
/// <param name="vars">The values of <c>${vars.…}</c>.</param>
/// <param name="output">The value of <c>${resources.NAME.output.url.system_url}</c> by NAME.</param>
internal sealed partial class Expressions(
    Func<string, string?> variable,
    IReadOnlyDictionary<string, string> vars,
    Func<string, string> output,
    string accountId)
{
    /// <exception cref="TemplateException">The emulator does not know an expression, or a variable is not set.</exception>
    public string Resolve(string text, string where) => Expression().Replace(text, match => One(match.Groups["inside"].Value.Trim(), where));

    private string One(string inside, string where)
    {
        if (Env().Match(inside) is { Success: true } env)
        {
            return variable(env.Groups["name"].Value)
                ?? (env.Groups["fallback"].Success ? env.Groups["fallback"].Value : throw new TemplateException(where, $"the environment variable {env.Groups["name"].Value} is not set."));
        }

        if (inside.StartsWith("vars.", StringComparison.Ordinal))
        {
            return vars.TryGetValue(inside["vars.".Length..], out var value) ? value : throw new TemplateException(where, $"there is no {inside}.");
        }

        return inside == "config('AccountID')" ? accountId
            : SystemUrl().Match(inside) is { Success: true } url ? output(url.Groups["resource"].Value)
            : throw new TemplateException(where, $"the expression ${{{inside}}} is not known here.");
    }

    [GeneratedRegex(@"\$\{(?<inside>[^}]*)\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^env\('(?<name>\w+)'(\s*,\s*'(?<fallback>[^']*)')?\)$")]
    private static partial Regex Env();

    [GeneratedRegex(@"^resources\.(?<resource>\w+)\.output\.url\.system_url$")]
    private static partial Regex SystemUrl();
}
