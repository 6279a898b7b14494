using System.Text.Json;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>The result of reading an upload's sidecar.</summary>
internal abstract record SidecarFinding
{
    // The ledger keeps the sentence and webhooks send it, and it may contain text that an uploader wrote.
    private const int MaxSentenceBytes = 512;

    private SidecarFinding() { }

    /// <summary>There is no sidecar, an empty file, or a sidecar bound to another object. The right one may still come.</summary>
    /// <param name="Refusal">Why OSS did not let the sidecar be read; null when OSS answered.</param>
    public sealed record Missing(string? Refusal = null) : SidecarFinding
    {
        public static Missing Instance { get; } = new();
    }

    /// <param name="ETag">The ETag of the sidecar itself.</param>
    public sealed record Found(Sidecar Sidecar, string ETag) : SidecarFinding;

    /// <summary>The file is not a valid sidecar; the sentence names the field.</summary>
    public sealed record Bad(string Sentence) : SidecarFinding
    {
        public static Bad Archived { get; } = new("the sidecar cannot be read: its storage class is one that has to be restored first.");
    }

    /// <summary>The sidecar names a workflow that the rule does not allow.</summary>
    public sealed record NotAllowed(string Sentence) : SidecarFinding;

    /// <summary>Never throws, for any bytes.</summary>
    /// <param name="content">At most one byte more than <see cref="Sidecar.MaxBytes"/>; the extra byte shows that the file is too long.</param>
    /// <param name="eTag">The ETag of the sidecar itself.</param>
    /// <param name="upload">The upload that the sidecar belongs to.</param>
    /// <param name="allow">The workflows that the sidecar may name; null for none.</param>
    public static SidecarFinding Parse(ReadOnlySpan<byte> content, string eTag, Upload upload, IReadOnlyList<string>? allow)
    {
        if (content.Length > Sidecar.MaxBytes)
        {
            return CreateBad(new("$", $"is over {Sidecar.MaxBytes / 1024} KB."));
        }

        var text = JsonText.SkipMark(content);

        // Many tools create a file first and write it later. The event of the write is still to come.
        if (text.IsEmpty)
        {
            return Missing.Instance;
        }

        if (JsonText.FindOtherEncoding(text) is { } encoding)
        {
            return CreateBad(new("$", $"is {encoding}; save the file as UTF-8."));
        }

        try
        {
            return JsonSerializer.Deserialize(text, RulesJson.Default.Sidecar) is { } sidecar
                ? Parse(sidecar, eTag, upload, allow)
                : CreateBad(new("$", "is null."));
        }
        catch (JsonException problem)
        {
            return CreateBad(RuleProblem.From(problem, text, RulesJson.Default.Sidecar));
        }
    }

    private static SidecarFinding Parse(Sidecar sidecar, string eTag, Upload upload, IReadOnlyList<string>? allow) =>
        IsBoundToOtherObject(sidecar, upload) ? Missing.Instance
        : SidecarValidator.Validate(sidecar).FirstOrDefault() is { } problem ? CreateBad(problem)
        : sidecar.WorkflowId is not { } named ? new Found(sidecar, eTag)
        : allow is null ? new NotAllowed(FormatSentence(new("workflowId", $"is '{named}', and the rule allows none from a sidecar.")))
        : allow.Contains(named, StringComparer.Ordinal) ? new Found(sidecar, eTag)
        : new NotAllowed(FormatSentence(new("workflowId", $"is '{named}', which the rule's workflowIdFrom.allow does not contain.")));

    // The fields of an unknown version have no known meaning.
    private static bool IsBoundToOtherObject(Sidecar sidecar, Upload upload) =>
        sidecar is { Version: 1, ETag.Length: > 0 } && upload.ETag.Length > 0 && !string.Equals(sidecar.ETag, upload.ETag, StringComparison.OrdinalIgnoreCase);

    private static Bad CreateBad(RuleProblem problem) => new(FormatSentence(problem));

    private static string FormatSentence(RuleProblem problem) => TextLimit.Truncate(problem.Sentence, MaxSentenceBytes);
}
