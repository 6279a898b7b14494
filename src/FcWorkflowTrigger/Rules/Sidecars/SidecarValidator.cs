using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>Checks a sidecar beyond its JSON shape.</summary>
internal static class SidecarValidator
{
    public static IEnumerable<RuleProblem> Validate(Sidecar sidecar)
    {
        if (sidecar.Version != 1)
        {
            return [new("version", $"is {sidecar.Version}; this binary reads version 1.")];
        }

        // The other checks rely on lists and maps without null.
        return NullEntries.Find(sidecar, RulesJson.Default.Sidecar).Select(path => RuleProblem.CreateForNull(path, [])).ToArray() is { Length: > 0 } nulls
            ? nulls
            : ValidateFields(sidecar);
    }

    private static IEnumerable<RuleProblem> ValidateFields(Sidecar sidecar) =>
    [
        .. FieldValidator.For("eTag").Require(
            sidecar.ETag is null || IsETag(sidecar.ETag), "is no ETag; write it as the upload's event does, without quotes."),
        .. FieldValidator.For("workflowId").Require(sidecar.WorkflowId is null || !string.IsNullOrWhiteSpace(sidecar.WorkflowId), "is empty; leave it out."),
        .. ValidateMedia(sidecar.Media ?? new()),
    ];

    private static IEnumerable<RuleProblem> ValidateMedia(SidecarMedia media) =>
    [
        .. FieldValidator.For("media.title").Require(
            media.Title is null || MediaTexts.TruncateTitle(media.Title).Length > 0, "is empty, or holds nothing but emoji; leave it out for the rule's."),
        .. MediaValidator.ValidateTags(media.Tags ?? [], isLiteral: true),
        .. MediaValidator.ValidateUserData(media.UserData ?? new Dictionary<string, string>()),
    ];

    private static bool IsETag(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
