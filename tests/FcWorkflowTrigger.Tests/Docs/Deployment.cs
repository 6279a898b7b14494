using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>What <c>s.yaml</c> reads from the deployer's environment, and which variables it hands to which function.</summary>
/// <param name="Asked">Each <c>env('NAME', 'default')</c>; the default is null where there is none.</param>
/// <param name="HandedOn">Each variable of a function, with the function's <c>APP_ROLE</c>.</param>
internal sealed partial record Deployment(IReadOnlyList<(string Name, string? Default)> Asked, IReadOnlyList<(string Name, string Role)> HandedOn)
{
    public static Deployment Read()
    {
        var text = Repository.Read("s.yaml");
        return new(
            [.. Env().Matches(text).Select(env => (env.Groups["name"].Value, env.Groups["default"].Success ? env.Groups["default"].Value : null)).Distinct()],
            [.. Function().Matches(text).SelectMany(function => Variable().Matches(function.Groups["variables"].Value)
                .Select(variable => (variable.Groups["name"].Value, RoleOf(function))))]);
    }

    private static string RoleOf(Match function) => Role().Match(function.Value).Groups["role"].Value;

    [GeneratedRegex(@"env\('(?<name>\w+)'(, '(?<default>[^']*)')?\)")]
    private static partial Regex Env();

    [GeneratedRegex(@"^ {6}environmentVariables:\n(?<variables>( {8}.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Function();

    [GeneratedRegex(@"^ {8}(?<name>[A-Z_]+): ", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"APP_ROLE: (?<role>\w+)")]
    private static partial Regex Role();
}
