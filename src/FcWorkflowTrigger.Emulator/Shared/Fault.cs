using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>One fault to inject into the next matching calls, <see cref="Times"/> times.</summary>
/// <param name="Service"><c>oss</c>, <c>ims</c>, <c>fc</c> or <c>callback</c>.</param>
/// <param name="Action">
/// An API action (<c>StartWorkflow</c>, <c>PutObject</c>), a function name for <c>fc</c>, an event type for <c>callback</c>, or <c>*</c>.
/// </param>
/// <param name="Kind">
/// <c>fail</c> (answer <paramref name="Code"/> with <paramref name="Status"/>, nothing done), <c>drop-request</c> (cut the connection, nothing
/// done), <c>drop-reply</c> (do it, then cut the connection), <c>delay</c> (wait <paramref name="DelayMilliseconds"/> first), <c>duplicate</c>
/// (an event or callback comes twice) or <c>lose</c> (an event or callback never comes).
/// </param>
/// <param name="Status">400 to 599; 0 leaves the choice to the service.</param>
/// <param name="RetryAfterMilliseconds">Sent with a <c>fail</c> of <c>ims</c> as <c>x-acs-retry-after</c>.</param>
/// <param name="KeyContains">When given, only for an object key, InputURL, run or URL that contains it.</param>
/// <param name="Probability">How many of 100 matching calls it strikes, 1 to 100.</param>
/// <param name="Seed">Makes the strikes of a <paramref name="Probability"/> below 100 the same each time; null draws one, which the list of faults then shows.</param>
internal sealed record Fault(
    string Service,
    string Action,
    string Kind,
    string? Code = null,
    int Status = 0,
    int Times = 1,
    int DelayMilliseconds = 0,
    int? RetryAfterMilliseconds = null,
    string? KeyContains = null,
    int Probability = 100,
    int? Seed = null)
{
    /// <summary>Given when it is added, from 1.</summary>
    public int Id { get; init; }

    private static readonly string[] ApiKinds = ["fail", "drop-request", "drop-reply", "delay"];

    /// <summary>The kinds of faults for each service.</summary>
    private static readonly Dictionary<string, string[]> Kinds = new(StringComparer.Ordinal)
    {
        ["oss"] = ApiKinds,
        ["ims"] = ApiKinds,
        ["fc"] = ["fail", "delay", "duplicate", "lose"],
        ["callback"] = ["delay", "duplicate", "lose"],
    };

    public static IEnumerable<string> AllKinds => Kinds.Values.SelectMany(kinds => kinds).Distinct();

    /// <summary>Why this fault can never occur, and what to send instead; null if it can occur.</summary>
    [JsonIgnore]
    public string? Problem => this switch
    {
        _ when !Kinds.TryGetValue(Service, out var kinds) => $"There is no service '{Service}'. Use one of: {string.Join(", ", Kinds.Keys)}.",
        _ when !Kinds[Service].Contains(Kind) => $"Faults of '{Service}' have no kind '{Kind}'. Use one of: {string.Join(", ", Kinds[Service])}.",
        { Action.Length: 0 } => "The action is empty. Name an API action, a function or an event type, or give '*'.",
        { Times: < 1 } => $"times is {Times}. Use 1 or more.",
        { Status: not 0 and (< 400 or > 599) } => $"status is {Status}. Use 400 to 599, or leave it out.",
        { Kind: "delay", DelayMilliseconds: < 1 } => "A delay needs delayMilliseconds of 1 or more.",
        { DelayMilliseconds: < 0 } => $"delayMilliseconds is {DelayMilliseconds}. Use 0 or more.",
        { Probability: < 1 or > 100 } => $"probability is {Probability}. Use 1 to 100.",
        { RetryAfterMilliseconds: < 1 } => $"retryAfterMilliseconds is {RetryAfterMilliseconds}. Use 1 or more, or leave it out.",
        _ => null,
    };
}
