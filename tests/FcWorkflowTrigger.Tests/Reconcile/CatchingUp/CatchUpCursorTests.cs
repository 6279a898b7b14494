using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Tests.Reconcile.CatchingUp;

public sealed class CatchUpCursorTests
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(10);
    private static readonly CatchUpPlace Place = new("media-in", "uploads/", TimeSpan.FromHours(2));

    [Fact]
    public void The_first_round_looks_at_all_that_is_not_too_old_and_the_next_at_what_has_come_since()
    {
        var first = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge);
        Assert.Equal(new(TestData.Now.AddHours(-2), TestData.Now.AddMinutes(-10), ""), first.Round);

        var ended = first.EndRound();
        Assert.Equal((TestData.Now.AddMinutes(-10), null), (ended.Through, ended.Round));

        var next = ended.BeginRound(Place, TestData.Now.AddMinutes(5), MinAge);
        Assert.Equal(new(TestData.Now.AddMinutes(-10), TestData.Now.AddMinutes(-5), ""), next.Round);
        Assert.Equal(TestData.Now, next.WideAt);
    }

    [Fact]
    public void When_half_of_the_time_has_passed_a_round_looks_at_all_of_it_again()
    {
        var ended = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).EndRound();

        Assert.Equal(ended.Through, ended.BeginRound(Place, TestData.Now.AddMinutes(59), MinAge).Round!.From);

        var wide = ended.BeginRound(Place, TestData.Now.AddMinutes(60), MinAge);
        Assert.Equal(TestData.Now.AddMinutes(-60), wide.Round!.From);
        Assert.Equal(TestData.Now.AddMinutes(60), wide.WideAt);
    }

    [Fact]
    public void What_is_too_old_is_passed_over_also_after_sweeps_were_missing()
    {
        var ended = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).EndRound() with { WideAt = TestData.Now.AddHours(4.5) };

        Assert.Equal(TestData.Now.AddHours(3), ended.BeginRound(Place, TestData.Now.AddHours(5), MinAge).Round!.From);
    }

    [Fact]
    public void A_round_goes_on_until_all_that_it_covers_is_too_old()
    {
        var begun = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).Pass("uploads/b.mp4");

        Assert.Equal(begun, begun.BeginRound(Place, TestData.Now.AddHours(2).AddTicks(-1), MinAge));
        Assert.Equal("", begun.BeginRound(Place, TestData.Now.AddHours(2), MinAge).Round!.After);
    }

    [Fact]
    public void A_shorter_time_holds_at_once_and_a_longer_one_from_the_next_round_on()
    {
        var begun = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).Pass("uploads/b.mp4");

        Assert.Equal(
            new(TestData.Now.AddHours(-1), TestData.Now.AddMinutes(-10), "uploads/b.mp4"),
            begun.BeginRound(Place with { Since = TimeSpan.FromHours(1) }, TestData.Now.AddMinutes(5), MinAge).Round);
        Assert.Equal(begun, begun.BeginRound(Place with { Since = TimeSpan.FromHours(3) }, TestData.Now.AddMinutes(5), MinAge));
    }

    [Fact]
    public void The_first_round_after_the_time_became_longer_looks_at_all_of_it_and_the_next_at_what_has_come_since()
    {
        var ended = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).EndRound();
        var longer = Place with { Since = TimeSpan.FromDays(7) };

        var wide = ended.BeginRound(longer, TestData.Now.AddMinutes(5), MinAge);
        Assert.Equal(new(TestData.Now.AddMinutes(5).AddDays(-7), TestData.Now.AddMinutes(-5), ""), wide.Round);
        Assert.Equal(TestData.Now.AddMinutes(-5), wide.EndRound().BeginRound(longer, TestData.Now.AddMinutes(10), MinAge).Round!.From);
    }

    [Fact]
    public void Also_when_it_was_shorter_for_a_part_of_a_round_only()
    {
        var begun = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).Pass("uploads/b.mp4");
        var ended = begun.BeginRound(Place with { Since = TimeSpan.FromHours(1) }, TestData.Now.AddMinutes(5), MinAge).EndRound();

        Assert.Equal(TestData.Now.AddMinutes(-110), ended.BeginRound(Place, TestData.Now.AddMinutes(10), MinAge).Round!.From);
    }

    [Fact]
    public void A_cursor_of_an_earlier_version_does_not_say_how_far_it_reached_so_a_round_looks_at_all_of_it()
    {
        var earlier = JsonSerializer.Deserialize(
            """{"place":"oss://media-in/uploads/","through":"2026-11-24T00:05:00Z","wideAt":"2026-11-24T00:15:00Z","round":null,"failed":[],"takenAt":null}""", CatchUpJson.Default.CatchUpCursor)!;
        var wide = earlier.BeginRound(Place, TestData.Now, MinAge);

        Assert.Equal(TestData.Now.AddHours(-2), wide.Round!.From);
        Assert.Equal(Place.Since, JsonSerializer.Deserialize(JsonSerializer.Serialize(wide, CatchUpJson.Default.CatchUpCursor), CatchUpJson.Default.CatchUpCursor)!.Reach);
    }

    [Fact]
    public void A_narrow_round_of_a_clock_that_was_far_ahead_is_not_gone_on_with_and_what_had_failed_is_kept()
    {
        FailedObject[] failed = [new("uploads/a.mp4", TestData.Now.AddMinutes(-30))];
        var ended = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).EndRound() with { Failed = failed };
        var ahead = ended.BeginRound(Place, TestData.Now.AddMinutes(30), MinAge).Pass("uploads/b.mp4");
        Assert.Equal(TestData.Now, ahead.WideAt);

        var believed = ahead.BeginRound(Place, TestData.Now.AddMinutes(5), MinAge);

        Assert.Equal(new(TestData.Now.AddMinutes(-115), TestData.Now.AddMinutes(-5), ""), believed.Round);
        Assert.Equal(failed, believed.Failed);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void What_a_clock_has_written_that_was_far_ahead_is_not_believed(int minutes, bool isWide)
    {
        var ahead = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now.AddMinutes(minutes), MinAge);
        var (ended, half) = (ahead.EndRound(), ahead.Pass("uploads/b.mp4"));
        var narrow = ended with { WideAt = TestData.Now };

        Assert.Equal(isWide ? TestData.Now.AddHours(-2) : ended.Through, ended.BeginRound(Place, TestData.Now, MinAge).Round!.From);
        Assert.Equal(isWide ? TestData.Now.AddHours(-2) : ended.Through, narrow.BeginRound(Place, TestData.Now, MinAge).Round!.From);
        Assert.Equal(TestData.Now.AddMinutes(isWide ? -120 : -15), (ended with { Through = TestData.Now.AddMinutes(-15) }).BeginRound(Place, TestData.Now, MinAge).Round!.From);
        Assert.Equal(isWide ? "" : "uploads/b.mp4", half.BeginRound(Place, TestData.Now, MinAge).Round!.After);
        Assert.Equal(isWide ? TestData.Now.AddMinutes(-10) : ended.Through, ended.BeginRound(Place, TestData.Now, MinAge).EndRound().Through);
    }

    [Fact]
    public void A_round_by_a_clock_that_is_behind_takes_nothing_back()
    {
        var ended = CatchUpCursor.Begin(Place).BeginRound(Place, TestData.Now, MinAge).EndRound();

        Assert.Equal(ended.Through, ended.BeginRound(Place, TestData.Now.AddMinutes(-3), MinAge).EndRound().Through);
    }

    [Fact]
    public void A_round_covers_what_was_modified_after_its_begin_and_until_its_end()
    {
        var round = new CatchUpRound(TestData.Now, TestData.Now.AddMinutes(1), "");

        Assert.False(Covers(0));
        Assert.True(Covers(1));
        Assert.True(Covers(60));
        Assert.False(Covers(61));

        bool Covers(int second) => round.Covers(new OssEntry("k", TestData.Now.AddSeconds(second)));
    }
}
