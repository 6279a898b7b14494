using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace FcWorkflowTrigger.Emulator.Fc.Triggers;

/// <summary>A timer trigger's <c>cronExpression</c> (Function Compute documentation, "Time triggers"): <c>@every 5m</c>, or six fields in UTC.</summary>
internal sealed partial class TimerSchedule
{
    private readonly TimeSpan? _every;
    private readonly CronExpression? _cron;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <exception cref="FormatException">Neither form.</exception>
    public TimerSchedule(string expression)
    {
        if (Every().Match(expression) is { Success: true } every)
        {
            _every = TimeSpan.FromMinutes(int.Parse(every.Groups["minutes"].Value, CultureInfo.InvariantCulture));
            return;
        }

        var zoned = Zoned().Match(expression);
        _zone = zoned.Success ? Zone(zoned.Groups["zone"].Value) : _zone;
        _cron = CronExpression.Parse(zoned.Success ? zoned.Groups["fields"].Value : expression, CronFormat.IncludeSeconds);
    }

    public DateTimeOffset Next(DateTimeOffset after) =>
        _every is { } every ? after + every : _cron!.GetNextOccurrence(after, _zone) ?? DateTimeOffset.MaxValue;

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? zone
        : throw new FormatException($"'{id}' is no time zone this machine knows.");

    [GeneratedRegex(@"^@every (?<minutes>[1-9]\d*)m$")]
    private static partial Regex Every();

    [GeneratedRegex(@"^CRON_TZ=(?<zone>\S+) (?<fields>.+)$")]
    private static partial Regex Zoned();
}
