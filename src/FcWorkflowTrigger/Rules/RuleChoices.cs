namespace FcWorkflowTrigger.Rules;

/// <summary>The values that fields of <c>rules.json</c> may have.</summary>
internal static class RuleChoices
{
    /// <summary>Each upload is a run of its own.</summary>
    public const string Run = "run";

    /// <summary>The key's media asset is deleted and registered again (IMS RegisterMediaInfo documentation, <c>Overwrite</c>).</summary>
    public const string Replace = "replace";

    /// <summary>The same bytes under the same key start nothing after a run of them has succeeded.</summary>
    public const string SkipIdentical = "skip-identical";

    /// <summary>The workflow takes a media asset.</summary>
    public const string MediaInput = "media";

    /// <summary>The workflow takes an object of OSS.</summary>
    public const string OssInput = "oss";

    /// <summary>A run over budget waits until the budget allows it.</summary>
    public const string Wait = "wait";

    /// <summary>A run over budget ends without a start.</summary>
    public const string Refuse = "refuse";

    /// <summary>The first bytes must match the kind of media that the key's extension claims.</summary>
    public const string CheckContent = "content";

    public static IReadOnlyList<string> OnReupload { get; } = [Run, SkipIdentical, Replace];

    public static IReadOnlyList<string> Over { get; } = [Wait, Refuse];

    public static IReadOnlyList<string> Input { get; } = [MediaInput, OssInput];

    public static IReadOnlyList<string> Check { get; } = [CheckContent];

    public static IReadOnlyList<string> Kinds { get; } = ["video", "audio", "image", "text"];

    /// <summary>OSS documentation, "Storage classes", as <c>x-oss-storage-class</c> writes them.</summary>
    public static IReadOnlyList<string> StorageClasses { get; } = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"];

    /// <summary>OSS documentation, "Event notifications", without <c>ObjectCreated:</c>.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        "PutObject", "PostObject", "CopyObject", "AppendObject", "CompleteMultipartUpload", "InitiateMultipartUpload", "UploadPart", "UploadPartCopy", "PutSymlink",
        .. NamedEvents.Replications,
    ];
}
