using System.Text.Json;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>What a look beside an upload has found.</summary>
internal abstract record SidecarFinding
{
    // It is kept in the ledger and told to the user's systems, and an uploader's own words may be in it.
    private const int MaxSentenceBytes = 512;

    private SidecarFinding() { }

    /// <summary>Nothing, an empty file, or what is bound to other bytes: the right one may still come.</summary>
    /// <param name="Refusal">Why it is not known what is there; null when it is known.</param>
    public sealed record Missing(string? Refusal = null) : SidecarFinding
    {
        public static Missing Instance { get; } = new();
    }

    /// <param name="ETag">The sidecar's own.</param>
    public sealed record Found(Sidecar Sidecar, string ETag) : SidecarFinding;

    /// <summary>Something that is no sidecar; the sentence names the field.</summary>
    public sealed record Bad(string Sentence) : SidecarFinding
    {
        public static Bad Archived { get; } = new("the sidecar cannot be read: its storage class is one that has to be restored first.");
    }

    /// <summary>It names a workflow that the rule does not let it name.</summary>
    public sealed record NotAllowed(string Sentence) : SidecarFinding;

    /// <summary>Total: whatever the bytes, it never throws.</summary>
    /// <param name="content">At most one byte more than <see cref="Sidecar.MaxBytes"/>, which tells that there are more.</param>
    /// <param name="eTag">The sidecar's own.</param>
    /// <param name="upload">What it lies beside.</param>
    /// <param name="allow">The workflows it may name; null for none.</param>
    public static SidecarFinding Parse(ReadOnlySpan<byte> content, string eTag, Upload upload, IReadOnlyList<string>? allow)
    {
        // Many tools create a file first and write it later; the event of the writing is still to come.
        if (content.IsEmpty)
        {
            return Missing.Instance;
        }

        if (content.Length > Sidecar.MaxBytes)
        {
            return BadFor(new("$", $"is over {Sidecar.MaxBytes / 1024} KB."));
        }

        try
        {
            return JsonSerializer.Deserialize(content, RulesJson.Default.Sidecar) is { } sidecar
                ? Parse(sidecar, eTag, upload, allow)
                : BadFor(new("$", "is null."));
        }
        catch (JsonException problem)
        {
            return BadFor(RuleProblem.From(problem, content));
        }
    }

    private static SidecarFinding Parse(Sidecar sidecar, string eTag, Upload upload, IReadOnlyList<string>? allow) =>
        IsOfOther(sidecar, upload) ? Missing.Instance
        : SidecarCheck.All(sidecar).FirstOrDefault() is { } problem ? BadFor(problem)
        : sidecar.WorkflowId is not { } named ? new Found(sidecar, eTag)
        : allow is null ? new NotAllowed(Told(new("workflowId", $"is '{named}', and the rule takes none from a sidecar.")))
        : allow.Contains(named, StringComparer.Ordinal) ? new Found(sidecar, eTag)
        : new NotAllowed(Told(new("workflowId", $"is '{named}', which the rule's workflowIdFrom.allow does not hold.")));

    // Of a version that is not known, nothing is known.
    private static bool IsOfOther(Sidecar sidecar, Upload upload) =>
        sidecar is { Version: 1, ETag.Length: > 0 } && upload.ETag.Length > 0 && !string.Equals(sidecar.ETag, upload.ETag, StringComparison.OrdinalIgnoreCase);

    private static Bad BadFor(RuleProblem problem) => new(Told(problem));

    private static string Told(RuleProblem problem) => TextLimit.Cut(problem.Sentence, MaxSentenceBytes);
}
