using System.Globalization;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>A request without its body, before it is authenticated.</summary>
/// <param name="Target">Path and query, undecoded.</param>
/// <param name="BaseUrl">The URL of this function that IMS was given; no slash at the end.</param>
internal sealed record CallbackRequest(string Target, string BaseUrl, IceSignature Signature)
{
    /// <summary>Where SetEventCallback points, for the events of all tasks.</summary>
    public const string EventsPath = "/events";

    private const string RunsPath = "/callbacks/";

    /// <summary>The path as it may be logged: what this function serves and the run, and nothing else that was sent, which may be part of a capability.</summary>
    public string Path =>
        IsForEvents ? EventsPath
        : !IsForRun ? "another path"
        : Target.Length >= RunsPath.Length + RunId.Length && RunId.TryParse(Target.AsSpan(RunsPath.Length, RunId.Length), out var run) ? $"{RunsPath}{run}"
        : $"{RunsPath}…";

    public string Url => BaseUrl + Target;

    /// <summary>Whether the request is an event of any task. The user may have added a query.</summary>
    public bool IsForEvents => Target == EventsPath || Target.StartsWith($"{EventsPath}?", StringComparison.Ordinal);

    public bool IsForRun => Target.StartsWith(RunsPath, StringComparison.Ordinal);

    /// <summary>Reads the run from the URL and verifies its proof. IMS calls exactly the URL it was given, so another spelling is refused.</summary>
    /// <param name="capability">Verifies the proof in the URL.</param>
    /// <returns>Null when this deployment has not issued the URL.</returns>
    public CallbackAdmission.ForRun? VerifyRun(CallbackCapability capability)
    {
        var rest = Target.AsSpan(IsForRun ? RunsPath.Length : Target.Length);

        if (rest.Length <= RunId.Length || !RunId.TryParse(rest[..RunId.Length], out var run))
        {
            return null;
        }

        var query = rest[RunId.Length..].ToString();
        var parts = query.Split(["?g=", "&s="], StringSplitOptions.None);

        return parts is ["", var number, var mac]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && query == UserData.CallbackQuery(generation, mac)
            && capability.Verify(run, generation, mac) ? new(run, generation) : null;
    }

    // The target is a capability: it must not reach a log through ToString.
    public override string ToString() => $"CallbackRequest {{ {Path} }}";
}
