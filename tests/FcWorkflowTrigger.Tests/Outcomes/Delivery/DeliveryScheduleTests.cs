using System.Globalization;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Outcomes.Delivery;

public sealed class DeliveryScheduleTests
{
    private static readonly SinkReply.Later Later = new("answered 500");

    [Fact]
    public void A_receiver_that_never_answers_is_tried_ten_times_over_three_days()
    {
        var (entry, now, tries) = (DeliveryEntry.Create(TestData.Now), TestData.Now, 0);

        while (entry.NextAt is { } next)
        {
            (now, tries) = (next, tries + 1);
            entry = DeliverySchedule.ScheduleNext(entry, Later, now, jitter: 0);
        }

        Assert.Equal((10, new TimeSpan(3, 3, 35, 5)), (tries, now - TestData.Now));
        Assert.Equal(new DeliveryEntry(10, null, "answered 500", now), entry);
    }

    [Theory]
    [InlineData(0, "00:00:05")]
    [InlineData(1, "00:05:00")]
    [InlineData(2, "00:30:00")]
    [InlineData(3, "02:00:00")]
    [InlineData(4, "05:00:00")]
    [InlineData(5, "10:00:00")]
    [InlineData(6, "14:00:00")]
    [InlineData(7, "20:00:00")]
    [InlineData(8, "1.00:00:00")]
    [InlineData(9, null)]
    public void After_each_failed_try_the_next_is_due_after_its_own_delay_and_after_the_tenth_there_is_none(int attempts, string? delay)
    {
        DateTimeOffset? After(double share) => delay is null ? null : TestData.Now + (TimeSpan.Parse(delay, CultureInfo.InvariantCulture) * share);

        foreach (var (jitter, share) in new[] { (0, 1.0), (0.5, 1.1), (1, 1.2) })
        {
            Assert.Equal(
                new DeliveryEntry(attempts + 1, After(share), "answered 500", TestData.Now),
                DeliverySchedule.ScheduleNext(new(attempts, TestData.Now.AddDays(-1), "before"), Later, TestData.Now, jitter));
        }
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(9, null)]
    public void A_RetryAfter_adds_no_try(int attempts, int? days) => Assert.Equal(
        days is { } due ? TestData.Now.AddDays(due) : null,
        DeliverySchedule.ScheduleNext(new(attempts), Later with { RetryAfter = TimeSpan.FromHours(1) }, TestData.Now, 0).NextAt);

    [Fact]
    public void An_outcome_that_is_delivered_or_whose_receiver_is_gone_is_not_tried_again()
    {
        var entry = new DeliveryEntry(2, TestData.Now.AddHours(-1), "answered 500", TestData.Now.AddHours(-2));

        Assert.Equal(new(3, null, "delivered", TestData.Now), DeliverySchedule.ScheduleNext(entry, new SinkReply.Delivered(), TestData.Now, 0));
        Assert.Equal(new(3, null, "gone", TestData.Now), DeliverySchedule.ScheduleNext(entry, new SinkReply.Gone(), TestData.Now, 0));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 5)]
    [InlineData(6, 6)]
    [InlineData(600, 600)]
    [InlineData(86_399, 86_399)]
    [InlineData(86_401, 86_400)]
    [InlineData(999_999_999, 86_400)]
    [InlineData(-5, 5)]
    public void The_RetryAfter_of_a_receiver_can_only_postpone_the_next_try_by_a_day_at_most(int requested, int seconds) => Assert.Equal(
        TestData.Now.AddSeconds(seconds),
        DeliverySchedule.ScheduleNext(DeliveryEntry.Create(TestData.Now), Later with { RetryAfter = TimeSpan.FromSeconds(requested) }, TestData.Now, 0).NextAt);

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(0, false, false)]
    [InlineData(-5, false, false)]
    [InlineData(1, false, true)]
    [InlineData(null, true, true)]
    public void A_receiver_pauses_that_asks_for_time_or_is_silent(int? requested, bool isTimeout, bool pauses) => Assert.Equal(
        pauses, new SinkReply.Later("answered 503", requested is { } seconds ? TimeSpan.FromSeconds(seconds) : null, isTimeout).IsPause);

    [Property]
    public void Jitter_adds_at_most_20_percent(byte jitter, byte attempts)
    {
        var entry = new DeliveryEntry(attempts % 9, TestData.Now, "");
        var (plain, spread) = (DeliverySchedule.ScheduleNext(entry, Later, TestData.Now, 0).NextAt!.Value, DeliverySchedule.ScheduleNext(entry, Later, TestData.Now, jitter / 256.0).NextAt!.Value);

        Assert.InRange(spread - TestData.Now, plain - TestData.Now, (plain - TestData.Now) * 1.2);
    }
}
