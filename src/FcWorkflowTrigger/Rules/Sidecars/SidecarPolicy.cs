using System.Globalization;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>What a rule does about a sidecar that is not there.</summary>
/// <param name="Required">Without one nothing starts.</param>
/// <param name="Wait">How long it is waited for; null for as long as a start is tried for (<c>START_GIVE_UP_HOURS</c>).</param>
internal sealed record SidecarPolicy(bool Required, TimeSpan? Wait)
{
    public const string Ignore = "ignore";
    public const string Require = "require";

    private const string WaitPrefix = "wait ";
    private const int MostMinutes = 24 * 60;

    public static TimeSpan LongestWait { get; } = TimeSpan.FromMinutes(MostMinutes);

    /// <summary>In words, for whoever wrote another.</summary>
    public static string Words => $"'{Ignore}', '{Require}' and 'wait N', N being 1 to {MostMinutes} minutes";

    /// <returns>Null where sidecars are not looked for.</returns>
    /// <exception cref="ArgumentException">The text is no policy; <see cref="RuleCheck"/> says so with its place.</exception>
    public static SidecarPolicy? Parse(string text) => TryParse(text, out var policy) ? policy : throw new ArgumentException($"is '{text}'", nameof(text));

    /// <param name="policy">Null for <c>ignore</c>.</param>
    public static bool TryParse(string text, out SidecarPolicy? policy)
    {
        policy = text == Require ? new(Required: true, Wait: null) : null;

        if (text.StartsWith(WaitPrefix, StringComparison.Ordinal)
            && text[WaitPrefix.Length..] is [>= '1' and <= '9', ..] digits
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes <= MostMinutes)
        {
            policy = new(Required: false, TimeSpan.FromMinutes(minutes));
        }

        return policy is not null || text == Ignore;
    }
}
