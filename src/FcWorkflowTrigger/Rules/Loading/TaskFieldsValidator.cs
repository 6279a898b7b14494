using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks a rule's own fields of the UserData of its tasks. They are never cut, so what is always too long is an error.</summary>
internal static class TaskFieldsValidator
{
    /// <summary>What this program writes into the same UserData.</summary>
    private static readonly string[] Reserved = [MediaValidator.NotifyAddress, "r"];

    public static IEnumerable<RuleProblem> Validate(IReadOnlyDictionary<string, string>? fields, PatternCompiler patterns) => fields is null
        ? []
        : MediaValidator.ValidateFields("taskUserData", fields, Reserved)
            .Require(fields.Count > 0, "is empty; leave it out.")
            .RequireParse(() => RequireRoom(new(fields, patterns)));

    private static void RequireRoom(TaskFields fields)
    {
        if (fields.LongestBytes is > TaskFields.MaxBytes and var bytes)
        {
            throw new ArgumentException($"can take {bytes} bytes as JSON, and there is room for {TaskFields.MaxBytes}");
        }
    }
}
