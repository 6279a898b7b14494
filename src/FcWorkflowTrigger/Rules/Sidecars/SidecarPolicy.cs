using System.Globalization;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>What a rule does when the sidecar is missing.</summary>
/// <param name="Required">True starts nothing without a sidecar.</param>
/// <param name="Wait">How long a run waits for the sidecar; null for as long as a start is tried (<c>START_GIVE_UP_HOURS</c>).</param>
internal sealed record SidecarPolicy(bool Required, TimeSpan? Wait)
{
    public const string Ignore = "ignore";
    public const string Require = "require";

    private const string WaitPrefix = "wait ";
    private const int MaxMinutes = 24 * 60;

    public static TimeSpan LongestWait { get; } = TimeSpan.FromMinutes(MaxMinutes);

    /// <summary>The valid values in words, for an error message.</summary>
    public static string ValidValues => $"'{Ignore}', '{Require}' and 'wait N', N being 1 to {MaxMinutes} minutes";

    /// <returns>Null for <c>ignore</c>: the rule reads no sidecar.</returns>
    /// <exception cref="ArgumentException">The text is not a policy; <see cref="RuleFileValidator"/> reports it with its line.</exception>
    public static SidecarPolicy? Parse(string text) => TryParse(text, out var policy) ? policy : throw new ArgumentException($"is '{text}'", nameof(text));

    /// <param name="policy">Null for <c>ignore</c>.</param>
    public static bool TryParse(string text, out SidecarPolicy? policy)
    {
        policy = text == Require ? new(Required: true, Wait: null) : null;

        if (text.StartsWith(WaitPrefix, StringComparison.Ordinal)
            && text[WaitPrefix.Length..] is [>= '1' and <= '9', ..] digits
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes <= MaxMinutes)
        {
            policy = new(Required: false, TimeSpan.FromMinutes(minutes));
        }

        return policy is not null || text == Ignore;
    }
}
