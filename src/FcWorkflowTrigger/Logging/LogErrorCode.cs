using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Logging;

/// <summary>The code that a failure is found by in the operations page.</summary>
internal static partial class LogErrorCode
{
    /// <summary>The code that the message of the failure, or of one that caused it, begins with: <c>START-DEFERRED</c>; without one, the name of the innermost type.</summary>
    public static string Of(Exception failure)
    {
        for (var current = failure; ; current = current.InnerException)
        {
            if (Code().Match(current.Message) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }

            if (current.InnerException is null)
            {
                return current.GetType().Name;
            }
        }
    }

    // Codes of services follow their prefix and are escaped: IMS-Throttling.User.
    [GeneratedRegex(@"^([A-Z]+(?:-[^\s:]+)+): ", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
