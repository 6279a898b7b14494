using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What a check has found.</summary>
/// <param name="Saw">One line.</param>
/// <param name="Fix">Null takes the check's own.</param>
/// <param name="Answer">What was found out about an assumption.</param>
internal sealed record Finding(CheckStatus Status, string Saw, string? Fix = null, string? Answer = null)
{
    public static Finding Pass(string saw, string? answer = null) => new(CheckStatus.Pass, saw, Answer: answer);

    public static Finding Warn(string saw, string? fix = null, string? answer = null) => new(CheckStatus.Warn, saw, fix, answer);

    public static Finding Fail(string saw, string? fix = null, string? answer = null) => new(CheckStatus.Fail, saw, fix, answer);

    public static Finding NotChecked(string why) => new(CheckStatus.NotChecked, why);

    /// <summary>Passes when there are no problems.</summary>
    /// <param name="fine">What is seen then.</param>
    public static Finding From(IReadOnlyCollection<string> problems, string fine, CheckStatus otherwise = CheckStatus.Fail) =>
        problems.Count == 0 ? Pass(fine) : new(otherwise, LogText.ToLine(string.Join(" ", problems)));
}

/// <summary>A check cannot look, because something else is in the way that another check names.</summary>
internal sealed class NotCheckedException(string why) : Exception(why);
