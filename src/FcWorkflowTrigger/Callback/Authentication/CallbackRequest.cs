using System.Globalization;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>A request as it came, but for its body. Nothing in it is believed yet.</summary>
/// <param name="Target">Path and query, undecoded.</param>
/// <param name="BaseUrl">Where IMS was told to find this function; no slash at the end.</param>
internal sealed record CallbackRequest(string Target, string BaseUrl, IceSignature Signature)
{
    /// <summary>Where SetEventCallback points, for the events of all tasks.</summary>
    public const string EventsPath = "/events";

    private const string RunsPath = "/callbacks/";

    /// <summary>Without the query, which holds a capability; at most as long as the longest of ours.</summary>
    public string Path => Target.Split('?')[0] is { Length: <= 64 } path ? path : $"{Target.AsSpan(0, 64)}…";

    public string Url => BaseUrl + Target;

    /// <summary>Whether this is for the events of all tasks; the query, if any, is the user's.</summary>
    public bool IsForEvents => Target == EventsPath || Target.StartsWith($"{EventsPath}?", StringComparison.Ordinal);

    public bool IsForRun => Target.StartsWith(RunsPath, StringComparison.Ordinal);

    /// <summary>The run a URL of ours names. IMS calls the very text it was given, so any other spelling of it is refused.</summary>
    /// <param name="capability">What the URL must prove.</param>
    /// <returns>Null when the URL is not one this deployment has issued.</returns>
    public CallbackAdmission.ForRun? Proven(CallbackCapability capability)
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
            && capability.Proves(run, generation, mac) ? new(run, generation) : null;
    }

    // The target is a capability, which must never reach a log by way of a record's own text.
    public override string ToString() => $"CallbackRequest {{ {Path} }}";
}
