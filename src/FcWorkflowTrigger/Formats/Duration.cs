using System.Globalization;

namespace FcWorkflowTrigger.Formats;

/// <summary>A duration as people write it: <c>90s</c>, <c>15m</c>, <c>24h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    private static readonly (char Suffix, double Seconds)[] Units = [('s', 1), ('m', 60), ('h', 3600), ('d', 86400)];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>What a person may write, for an error message.</summary>
    public const string Examples = "90s, 15m, 24h or 7d";

    /// <param name="duration">In whole seconds: <c>0.33h</c> is 1188 seconds.</param>
    /// <returns>False for a text of another shape, and for more than ten years.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = Array.Find(Units, unit => text.EndsWith(unit.Suffix));

        if (unit == default
            || !double.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !(number >= 0 && number * unit.Seconds <= Longest.TotalSeconds))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(Math.Round(number * unit.Seconds));
        return true;
    }

    /// <summary>Writes whole seconds in the largest unit that leaves no rest: <c>90m</c>, <c>1d</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var (suffix, seconds) = Array.FindLast(Units, unit => duration.TotalSeconds % unit.Seconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds / seconds}{suffix}");
    }
}
