using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>What a sidecar must keep to beyond its shape.</summary>
internal static class SidecarCheck
{
    public static IEnumerable<RuleProblem> All(Sidecar sidecar) => sidecar.Version != 1
        ? [new("version", $"is {sidecar.Version}; this binary reads version 1.")]
        :
        [
            .. FieldCheck.For("eTag").Require(
                sidecar.ETag is null || IsETag(sidecar.ETag), "is no ETag; write it as the upload's event does, without quotes."),
            .. FieldCheck.For("workflowId").Require(sidecar.WorkflowId is null || !string.IsNullOrWhiteSpace(sidecar.WorkflowId), "is empty; leave it out."),
            .. Media(sidecar.Media ?? new()),
        ];

    private static IEnumerable<RuleProblem> Media(SidecarMedia media) =>
    [
        .. FieldCheck.For("media.title").Require(
            media.Title is null || MediaTexts.Title(media.Title).Length > 0, "is empty, or holds nothing but emoji; leave it out for the rule's."),
        .. MediaCheck.Tags(media.Tags ?? [], isLiteral: true),
        .. MediaCheck.Fields(media.UserData ?? new Dictionary<string, string>()),
    ];

    private static bool IsETag(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
