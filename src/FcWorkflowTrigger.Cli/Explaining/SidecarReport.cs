using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>What lies beside the upload, for a rule that looks there.</summary>
/// <param name="State"><c>found</c>, <c>missing</c>, <c>bad</c>, <c>not allowed</c> or <c>not read</c>.</param>
/// <param name="Then">What comes of it, in words.</param>
/// <param name="Starts">Null where that turns on a sidecar that is not there or could not be read.</param>
/// <param name="Fields">What a found one tells.</param>
internal sealed record SidecarReport(string Object, string State, string Then, bool? Starts, IReadOnlyList<string>? Fields = null)
{
    /// <param name="finding">Null when nothing could be read.</param>
    public static SidecarReport From(string address, SidecarPolicy policy, SidecarFinding? finding) => finding switch
    {
        SidecarFinding.Found { Sidecar: var sidecar } => new(address, "found", "it starts at once", Starts: true, [.. FieldsOf(sidecar)]),
        SidecarFinding.Bad bad => new(address, "bad", $"it ends as SidecarInvalid: {bad.Sentence}", Starts: false),
        SidecarFinding.NotAllowed not => new(address, "not allowed", $"it ends as WorkflowNotAllowed: {not.Sentence}", Starts: false),
        SidecarFinding.Missing => new(address, "missing", Wait(policy), policy.Required ? null : true),
        null => new(address, "not read", "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET to have it read", Starts: null),
        _ => throw new InvalidOperationException($"No word for {finding}."),
    };

    private static string Wait(SidecarPolicy policy) => policy.Wait is { } wait
        ? $"it waits {wait.TotalMinutes:0} minutes for it, then starts without"
        : "it waits for it as long as START_GIVE_UP_HOURS says, then ends as SidecarMissing";

    private static IEnumerable<string> FieldsOf(Sidecar sidecar) => new (string Name, bool IsThere)[]
    {
        ("eTag", sidecar.ETag is not null),
        ("workflowId", sidecar.WorkflowId is not null),
        ("media.title", sidecar.Media?.Title is not null),
        ("media.description", sidecar.Media?.Description is not null),
        ("media.tags", sidecar.Media?.Tags is not null),
        ("media.cateId", sidecar.Media?.CateId is not null),
        ("media.userData", sidecar.Media?.UserData is not null),
    }.Where(field => field.IsThere).Select(field => field.Name);
}
