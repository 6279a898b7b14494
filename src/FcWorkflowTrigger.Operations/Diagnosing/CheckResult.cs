using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What a check came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
internal enum CheckStatus
{
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>It works, and probably not as it is meant.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn,

    /// <summary>Uploads start nothing, start twice, or their ends are not learnt, until it is mended.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>It was not looked at; the result says why.</summary>
    [JsonStringEnumMemberName("not-checked")]
    NotChecked,
}

/// <summary>One check of <c>doctor</c>; a line of <c>doctor --json</c>.</summary>
/// <param name="Code">Stable; docs/operations.md has a row for each.</param>
/// <param name="Name">What holds when the check passes.</param>
/// <param name="Saw">What was seen; why nothing was, when it was not checked. Text of others, such as keys, is escaped.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Fix">What mends it; null when nothing need be mended.</param>
/// <param name="Answer">What the check has found out about an assumption; null for checks that settle none, and when it could not.</param>
internal sealed record CheckResult(string Code, string Name, CheckStatus Status, string Saw, string Why, string? Fix = null, string? Answer = null);
