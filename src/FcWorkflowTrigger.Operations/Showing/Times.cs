using System.Globalization;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>How times and durations are written for people: UTC, and no more than they need.</summary>
internal static class Times
{
    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>3 min 4 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Format(TimeSpan span) => span switch
    {
        { TotalSeconds: < 0 } => $"-{Format(span.Negate())}",
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 60 } => Join((int)span.TotalMinutes, "min", span.Seconds, "s"),
        { TotalHours: < 24 } => Join((int)span.TotalHours, "h", span.Minutes, "min"),
        _ => Join((int)span.TotalDays, "d", span.Hours, "h"),
    };

    private static string Join(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
