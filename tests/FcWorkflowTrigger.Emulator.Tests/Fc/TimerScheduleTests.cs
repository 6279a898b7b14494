using System.Globalization;
using FcWorkflowTrigger.Emulator.Fc.Triggers;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("@every 5m", "2026-11-24T00:20:00Z")]
    [InlineData("@every 90m", "2026-11-24T01:45:00Z")]
    [InlineData("0 0 4 * * *", "2026-11-24T04:00:00Z")]
    [InlineData("30 */10 * * * *", "2026-11-24T00:20:30Z")]
    [InlineData("0 0 4 ? * MON-FRI", "2026-11-24T04:00:00Z")]
    [InlineData("0 0 0 1 JAN *", "2027-01-01T00:00:00Z")]
    [InlineData("CRON_TZ=Asia/Shanghai 0 0 4 * * *", "2026-11-24T20:00:00Z")]
    public void The_next_time_is_that_of_the_documentation(string expression, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), new TimerSchedule(expression).Next(TestData.Now));

    [Theory]
    [InlineData("")]
    [InlineData("@every 0m")]
    [InlineData("@every 30s")]
    [InlineData("*/5 * * * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("CRON_TZ=Nowhere/Atall 0 0 4 * * *")]
    public void Other_expressions_are_refused(string expression) => Assert.ThrowsAny<FormatException>(() => new TimerSchedule(expression));
}
