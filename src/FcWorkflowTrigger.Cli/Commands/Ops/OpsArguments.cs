using System.CommandLine;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Cli.Commands.Ops;

internal static partial class OpsArguments
{
    public static Argument<string> Folder() => new("folder") { Description = "The folder of the files.", DefaultValueFactory = _ => "ops" };

    /// <summary>The option for a placeholder: <c>--action-policy</c> for <c>actionPolicy</c>.</summary>
    public static Option<string> Value(string placeholder)
    {
        var option = new Option<string>($"--{Capital().Replace(placeholder, match => $"-{match.Value}").ToLowerInvariant()}")
        {
            Description = $"Stands for ${{{placeholder}}} in the files.",
            Required = true,
        };

        // The names go into JSON texts as they are.
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } value && !Name().IsMatch(value))
            {
                result.AddError($"OPS-NAME: {option.Name} takes letters, digits, '-', '_' and '.' only.");
            }
        });
        return option;
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex(@"^[\w.-]{1,128}$")]
    private static partial Regex Name();
}
