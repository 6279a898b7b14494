using FcWorkflowTrigger.ConsolePage.Feed;

namespace FcWorkflowTrigger.Tests.ConsolePage;

public sealed class EventFeedTests
{
    private readonly EventFeed _feed = new();

    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_has_missed()
    {
        _feed.Publish("task", "1");
        var seen = (await ReadAsync(null, 1))[0].Id;
        _feed.Publish("task", "2");
        _feed.Publish("fault", "3");

        Assert.Equal([("task", "2"), ("fault", "3")], (await ReadAsync(seen, 2)).Select(item => (item.Kind, item.Data)));
    }

    [Fact]
    public async Task A_new_reader_gets_its_place_and_no_old_events()
    {
        _feed.Publish("task", "1");

        Assert.Equal("position", Assert.Single(await ReadAsync(null, 1)).Kind);
    }

    [Theory]
    [InlineData("00000000-1")]
    [InlineData("nonsense")]
    [InlineData("1")]
    [InlineData("")]
    public async Task A_place_in_another_feed_makes_the_page_read_everything_again(string last)
    {
        _feed.Publish("task", "1");

        Assert.Equal(EventFeed.Reset, Assert.Single(await ReadAsync(last, 1)).Kind);
    }

    [Fact]
    public async Task A_reader_that_was_away_too_long_reads_everything_again()
    {
        _feed.Publish("task", "first");
        var seen = (await ReadAsync(null, 1))[0].Id;

        for (var index = 0; index < 2001; index++)
        {
            _feed.Publish("log", "line");
        }

        Assert.Equal(EventFeed.Reset, Assert.Single(await ReadAsync(seen, 1)).Kind);
    }

    [Fact]
    public async Task A_reader_that_has_seen_all_waits_for_the_next()
    {
        _feed.Publish("task", "1");
        var seen = (await ReadAsync(null, 1))[0].Id;
        var reading = ReadAsync(seen, 1);

        Assert.False(reading.IsCompleted);
        _feed.Publish("task", "2");
        Assert.Equal("2", Assert.Single(await reading.WaitAsync(TimeSpan.FromSeconds(30))).Data);
        Assert.Equal(0, _feed.Readers);
    }

    private async Task<IReadOnlyList<(string Kind, string Data, string? Id)>> ReadAsync(string? last, int count)
    {
        var items = new List<(string, string, string?)>();

        await foreach (var item in _feed.ReadAsync(last, CancellationToken.None))
        {
            items.Add((item.EventType, item.Data, item.EventId));

            if (items.Count == count)
            {
                break;
            }
        }

        return items;
    }
}
