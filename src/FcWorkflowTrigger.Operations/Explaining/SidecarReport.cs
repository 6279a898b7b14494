using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Operations.Explaining;

/// <summary>The sidecar of the upload, for a rule that uses sidecars.</summary>
/// <param name="State"><c>found</c>, <c>missing</c>, <c>bad</c>, <c>not allowed</c> or <c>not read</c>.</param>
/// <param name="Then">What happens to the run, in words.</param>
/// <param name="Starts">Null when it depends on a sidecar that is missing or could not be read.</param>
/// <param name="Fields">The fields of a sidecar that was found.</param>
internal sealed record SidecarReport(string Object, string State, string Then, bool? Starts, IReadOnlyList<string>? Fields = null)
{
    /// <param name="finding">Null when the sidecar could not be read.</param>
    public static SidecarReport From(string address, SidecarPolicy policy, SidecarFinding? finding) => finding switch
    {
        SidecarFinding.Found { Sidecar: var sidecar } => new(address, "found", "the run starts at once", Starts: true, [.. GetFields(sidecar)]),
        SidecarFinding.Bad bad => new(address, "bad", $"the run ends as SidecarInvalid: {bad.Sentence}", Starts: false),
        SidecarFinding.NotAllowed not => new(address, "not allowed", $"the run ends as WorkflowNotAllowed: {not.Sentence}", Starts: false),
        SidecarFinding.Missing => new(address, "missing", DescribeWait(policy), policy.Required ? null : true),
        null => new(address, "not read", "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET to read it", Starts: null),
        _ => throw new InvalidOperationException($"SidecarReport does not know {finding}."),
    };

    private static string DescribeWait(SidecarPolicy policy) => policy.Wait is { } wait
        ? $"the run waits {wait.TotalMinutes:0} minutes for it, then starts without it"
        : "the run waits for it as long as START_GIVE_UP_HOURS allows, then ends as SidecarMissing";

    private static IEnumerable<string> GetFields(Sidecar sidecar) => new (string Name, bool IsPresent)[]
    {
        ("eTag", sidecar.ETag is not null),
        ("workflowId", sidecar.WorkflowId is not null),
        ("media.title", sidecar.Media?.Title is not null),
        ("media.description", sidecar.Media?.Description is not null),
        ("media.tags", sidecar.Media?.Tags is not null),
        ("media.cateId", sidecar.Media?.CateId is not null),
        ("media.userData", sidecar.Media?.UserData is not null),
    }.Where(field => field.IsPresent).Select(field => field.Name);
}
