using System.CommandLine.Parsing;
using System.Globalization;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>Reads values that people write: durations, sizes, states.</summary>
internal static class Arguments
{
    private static readonly (string Suffix, double Bytes)[] Sizes = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024 * 1024 * 1024), ("B", 1)];

    /// <summary><c>90s</c>, <c>15m</c>, <c>24h</c>, <c>7d</c>.</summary>
    public static TimeSpan? Duration(ArgumentResult parsed)
    {
        var text = parsed.Tokens[^1].Value;

        if (Formats.Duration.TryParse(text, out var duration))
        {
            return duration;
        }

        parsed.AddError($"'{text}' is no duration; write {Formats.Duration.Examples}.");
        return null;
    }

    /// <summary><c>25h</c> ago, or a time: <c>2026-01-31</c>, <c>2026-01-31T12:00Z</c>.</summary>
    public static Moment? Moment(ArgumentResult parsed)
    {
        var text = parsed.Tokens[^1].Value;

        if (text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return new(At: at);
        }

        return Duration(parsed) is { } ago ? new(ago) : null;
    }

    /// <summary><c>12MB</c>, <c>700KiB</c>, or bytes.</summary>
    public static long? Size(ArgumentResult parsed)
    {
        var text = parsed.Tokens[^1].Value;
        var unit = Array.Find(Sizes, unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));

        if (TryNumber(text[..^(unit.Suffix?.Length ?? 0)], out var number))
        {
            return (long)(number * (unit.Suffix is null ? 1 : unit.Bytes));
        }

        parsed.AddError($"'{text}' is no size; write 12MB, 700KiB or a number of bytes.");
        return null;
    }

    /// <summary>States, commas between them.</summary>
    public static IReadOnlyList<string>? States(ArgumentResult parsed)
    {
        var states = parsed.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct().ToArray();

        if (states.FirstOrDefault(state => !RunStates.All.Contains(state)) is { } unknown)
        {
            parsed.AddError($"'{unknown}' is no state; use one of {string.Join(", ", RunStates.All)}.");
        }

        return states;
    }

    /// <summary>Codes, commas between them.</summary>
    public static string[] Codes(ArgumentResult parsed) =>
        [.. parsed.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(code => code.ToUpperInvariant()).Distinct()];

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}

/// <summary>A time as people write it: so long ago, or a date.</summary>
internal sealed record Moment(TimeSpan? Ago = null, DateTimeOffset? At = null)
{
    public DateTimeOffset Before(DateTimeOffset now) => At ?? now - Ago!.Value;

    /// <summary>The same text for the same words, whenever they are read.</summary>
    public override string ToString() => At?.ToString("O", CultureInfo.InvariantCulture) ?? Ago!.Value.ToString("c", CultureInfo.InvariantCulture);
}
