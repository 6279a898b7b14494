namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What is looked at, and how far a check may go.</summary>
/// <param name="Needs">Checks that need more are reported as not checked.</param>
/// <param name="Template">The deployment file: <c>s.yaml</c>.</param>
/// <param name="Rules">Null for those that <c>RULES_FILE</c> names, else the default files.</param>
/// <param name="Policies">The folder of the roles' policies.</param>
internal sealed record DoctorOptions(CheckNeeds Needs, string Template, string? Rules, string Policies)
{
    /// <summary>Where the policies lie, seen from the deployment file.</summary>
    public const string PoliciesFolder = "src/policies";

    /// <summary>The policies beside a deployment file.</summary>
    public static DoctorOptions Beside(string template, string? rules) =>
        new(CheckNeeds.Files, template, rules, Path.Combine(Path.GetDirectoryName(template) ?? "", PoliciesFolder));
}
