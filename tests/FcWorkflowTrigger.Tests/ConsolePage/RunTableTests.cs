using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.ConsolePage.Runs;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.ConsolePage;

/// <summary>Which runs the console shows, and what it reads of the ledger for them.</summary>
public sealed class RunTableTests : IDisposable
{
    // Sixteen shards of ends, the open runs and the parked ones.
    private const int Listings = 18;

    // The records of a run are read four at a time, and most runs have four.
    private const int ReadsOfRun = 4;

    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _oss;
    private readonly LedgerView _view;
    private readonly WrittenKeys _source = new();
    private readonly EventFeed _feed = new();
    private readonly RunTable _table;

    public RunTableTests()
    {
        _oss = new(_time) { PageSize = 1000 };
        _view = new(_oss, LedgerMode.Slots, new Retry(_time, new(new Random(1))), _time);
        _table = new(_view, _source, _feed);
    }

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task The_newest_runs_come_first_and_each_is_on_one_page()
    {
        await EndAsync(Enumerable.Range(0, 120));

        var pages = await Task.WhenAll(Enumerable.Range(0, 3).Select(page => ListAsync(page: page)));

        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(Key), pages.SelectMany(page => page.Rows).Select(row => row.Key));
        Assert.Equal([(50, true), (50, true), (20, false)], pages.Select(page => (page.Rows.Count, page.HasMore)));
        Assert.All(pages, page => Assert.Equal((120, 120), (page.Total, page.Known)));
    }

    [Fact]
    public async Task A_row_tells_the_run_from_its_upload_to_its_end()
    {
        await EndAsync([1]);

        var row = Assert.Single((await ListAsync()).Rows);

        Assert.Equal(("succeeded", "media-in", Key(1), "video", TestData.WorkflowId, TestData.TaskId, 1), (row.State, row.Bucket, row.Key, row.Rule, row.WorkflowId, row.TaskId, row.Attempts));
        Assert.Equal((TestData.Now.AddSeconds(-1), TestData.Now, TestData.Now.AddSeconds(1), TestData.Now.AddSeconds(2)), (row.UploadedAt, row.ClaimedAt, row.StartedAt, row.EndedAt));
    }

    [Fact]
    public async Task An_overdue_run_is_one_before_its_records_are_read_and_after()
    {
        var at = _time.GetUtcNow();
        await PutAsync(1, Claim(1, at));
        await PutAsync(1, Intent(at));
        await PutAsync(1, new StartedRecord { Seq = 2, Epoch = 1, Nonce = "n", At = at, By = "b", Gen = 1, TaskId = TestData.TaskId, How = "reply" });
        await PutAsync(1, new OverdueRecord { Seq = 3, Epoch = 1, Nonce = "n", At = at.AddHours(24), By = "b", Within = 86400 });
        await _view.Ledger.PutMarkerAsync(new(Run(1), at, End: 3), Claim(1, at), default);

        var pages = new[] { await ListAsync(), await ListAsync() };

        Assert.All(pages, page => Assert.Equal(("overdue", 1), (Assert.Single(page.Rows).State, page.States["overdue"])));
    }

    [Fact]
    public async Task The_first_rows_of_ten_thousand_runs_cost_one_hour_of_the_listings_and_the_records_of_these_rows_alone()
    {
        await EndAsync(Enumerable.Range(0, 10_000), every: TimeSpan.FromSeconds(2));

        var whole = new RunQuery([], null, null, _time.GetUtcNow().AddHours(-24), null, 0);

        var (first, ofFirst) = await CountAsync(() => _table.ListAsync(whole.First(_time.GetUtcNow()), default));
        var (page, ofPage) = await CountAsync(() => ListAsync());
        var (_, ofAgain) = await CountAsync(() => ListAsync());

        Assert.Equal((20, 3600 / 2), (first.Rows.Count, first.Known));
        Assert.Equal(first.Rows, page.Rows.Take(20));
        Assert.Equal(10_000, page.Total);
        Assert.Equal((Listings + (20 * ReadsOfRun), Listings + (30 * ReadsOfRun), 0), (ofFirst, ofPage, ofAgain));
    }

    [Fact]
    public async Task Two_pages_that_are_opened_at_once_list_the_ledger_once()
    {
        await EndAsync([1]);

        var (_, requests) = await CountAsync(() => Task.WhenAll(ListAsync(state: "failed"), ListAsync(state: "failed")));

        Assert.Equal(Listings, requests);
    }

    [Fact]
    public async Task A_filter_by_state_reads_no_record_of_other_runs_and_counts_them_all()
    {
        await EndAsync(Enumerable.Range(0, 5));
        await EndAsync([7], outcome: "failed");

        var (page, requests) = await CountAsync(() => ListAsync(state: "failed"));

        Assert.Equal([(Key(7), "task Failed")], page.Rows.Select(row => (row.Key, row.Reason)));
        Assert.Equal((1, 6, 5, 1), (page.Total, page.Known, page.States["succeeded"], page.States["failed"]));
        Assert.Equal(Listings + ReadsOfRun, requests);
    }

    [Fact]
    public async Task A_search_ends_at_its_depth_says_so_and_goes_on_from_there()
    {
        await EndAsync(Enumerable.Range(0, 250));

        var cut = await ListAsync(text: Key(3), depth: 100);
        var (further, requests) = await CountAsync(() => ListAsync(text: Key(3), depth: 300));

        Assert.Equal((0, 100, 250, null, false), (cut.Rows.Count, cut.Looked, cut.Candidates, cut.Total, cut.HasMore));
        Assert.Equal([Key(3)], further.Rows.Select(row => row.Key));
        Assert.Equal((250, 250, 1, false), (further.Looked, further.Candidates, further.Total, further.HasMore));
        Assert.Equal(150 * ReadsOfRun, requests);
    }

    [Fact]
    public async Task A_search_that_fills_its_page_looks_no_further()
    {
        await EndAsync(Enumerable.Range(0, 250));

        var page = await ListAsync(text: "uploads/");

        Assert.Equal((50, true, null), (page.Rows.Count, page.HasMore, page.Total));
        Assert.InRange(page.Looked, 51, 249);
    }

    [Fact]
    public async Task A_search_looks_only_at_the_time_asked_for()
    {
        await EndAsync(Enumerable.Range(0, 3), every: TimeSpan.FromHours(1));

        var page = await ListAsync(text: "uploads/", since: TestData.Now.AddMinutes(30), until: TestData.Now.AddMinutes(90));

        Assert.Equal([Key(1)], page.Rows.Select(row => row.Key));
        Assert.Equal((1, 1), (page.Candidates, page.Known));
    }

    [Fact]
    public async Task An_open_run_that_waits_for_its_sidecar_is_found_as_waiting_and_not_as_open()
    {
        await OpenAsync(1, waits: true);
        await OpenAsync(2, waits: false);

        Assert.Equal([(Key(1), "waiting")], (await ListAsync(state: "waiting")).Rows.Select(row => (row.Key, row.State)));
        Assert.Equal([(Key(2), "open")], (await ListAsync(state: "open")).Rows.Select(row => (row.Key, row.State)));
    }

    [Fact]
    public async Task An_open_run_is_shown_however_long_it_has_been_open()
    {
        await OpenAsync(1, waits: false);
        _time.Advance(TimeSpan.FromDays(40));

        Assert.Equal([Key(1)], (await ListAsync()).Rows.Select(row => row.Key));
    }

    [Fact]
    public async Task A_run_whose_records_have_expired_keeps_what_the_listing_says()
    {
        await EndAsync([1]);
        await DeleteRecordsAsync(1, 0, 1, 2, 3);

        var row = Assert.Single((await ListAsync()).Rows);

        Assert.Equal((Run(1).Value, "succeeded", null), (row.Run, row.State, row.Key));
    }

    [Fact]
    public async Task A_run_with_a_hole_in_its_log_is_shown_with_its_code()
    {
        await EndAsync([1]);
        await DeleteRecordsAsync(1, 1);

        Assert.Equal(("succeeded", "LEDGER-INCOMPLETE"), Assert.Single((await ListAsync()).Rows) is var row ? (row.State, row.Reason) : default);
    }

    [Fact]
    public async Task A_run_that_is_written_later_is_told_to_the_page_and_is_the_first_row()
    {
        using var stop = new CancellationTokenSource();
        await EndAsync([1]);
        await ListAsync();
        var told = _feed.ReadAsync(null, stop.Token).GetAsyncEnumerator();
        await told.MoveNextAsync();
        var following = _table.FollowAsync(new ImmediateTimeProvider(_time), stop.Token);

        await EndAsync([2]);
        _source.Write(LedgerKeys.Slot(Run(2), 3));
        await told.MoveNextAsync();

        Assert.Equal(("run", Run(2).Value), (told.Current.EventType, JsonDocument.Parse(told.Current.Data).RootElement.GetProperty("run").GetString()));
        Assert.Equal([Key(2), Key(1)], (await ListAsync()).Rows.Select(row => row.Key));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task An_emptied_ledger_is_an_empty_table()
    {
        await EndAsync([1]);
        await ListAsync();

        _table.Clear();

        Assert.Equal((0, 0), await ListAsync() is var page ? (page.Rows.Count, page.Known) : default);
    }

    private Task<RunsPage> ListAsync(
        string? state = null, string? text = null, DateTimeOffset? since = null, DateTimeOffset? until = null, int page = 0, int depth = RunQuery.DepthStep) =>
        _table.ListAsync(new(state is null ? [] : [state], null, text, since ?? TestData.Now.AddHours(-24), until, page, Depth: depth), default);

    private async Task<(T Result, int Requests)> CountAsync<T>(Func<Task<T>> ask)
    {
        var before = _oss.Requests;
        return (await ask(), _oss.Requests - before);
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"uploads/{number:D5}.mp4");

    // Spread over the shards, as real runs are.
    private static RunId Run(int number) =>
        RunId.TryParse(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Key(number)))).AsSpan(..RunId.Length), out var run) ? run : default;

    private async Task EndAsync(IEnumerable<int> numbers, TimeSpan? every = null, string outcome = "succeeded")
    {
        foreach (var number in numbers)
        {
            var at = _time.GetUtcNow();
            var status = outcome == "succeeded" ? "Succeed" : "Failed";
            await PutAsync(number, Claim(number, at));
            await PutAsync(number, Intent(at));
            await PutAsync(number, new StartedRecord { Seq = 2, Epoch = 1, Nonce = "n", At = at.AddSeconds(1), By = "b", Gen = 1, TaskId = TestData.TaskId, How = "reply" });
            await PutAsync(number, new DoneRecord { Seq = 3, Epoch = 1, Nonce = "n", At = at.AddSeconds(2), By = "b", Outcome = outcome, How = "callback", Task = new(TestData.TaskId, status) });
            await _oss.PutAsync(new EndEntry(Run(number), 3, outcome, at).Key, default, default);
            _time.Advance(every ?? TimeSpan.FromSeconds(5));
        }
    }

    private async Task OpenAsync(int number, bool waits)
    {
        var claim = Claim(number, _time.GetUtcNow());
        claim = waits ? claim with { Plan = new(new("title"), "{}", Sidecar: new(Required: true, TestData.Now.AddHours(1))) } : claim;
        await PutAsync(number, claim);
        await _view.Ledger.PutMarkerAsync(new(Run(number), _time.GetUtcNow()), claim, default);
    }

    private static ClaimRecord Claim(int number, DateTimeOffset at) =>
        TestData.Claim(at: at) with { Src = ClaimSource.From(TestData.Upload(Key(number))) with { EventTime = at.AddSeconds(-1).ToString("O", CultureInfo.InvariantCulture) } };

    private static IntentRecord Intent(DateTimeOffset at) =>
        new() { Seq = 1, Epoch = 1, Nonce = "n", At = at, By = "b", MediaId = TestData.MediaId, Gen = 1, AcsDate = at, AcsNonce = "a", UserDataSha = "s", NotAfter = at };

    private Task PutAsync(int number, RunRecord record) =>
        _oss.PutAsync(LedgerKeys.Slot(Run(number), record.Seq), JsonSerializer.SerializeToUtf8Bytes(record, LedgerJson.Default.RunRecord), default);

    private async Task DeleteRecordsAsync(int number, params int[] places)
    {
        foreach (var place in places)
        {
            await _oss.DeleteAsync(LedgerKeys.Slot(Run(number), place), default);
        }
    }

    /// <summary>Tells the keys that a test says were written.</summary>
    private sealed class WrittenKeys : IRunSource
    {
        private readonly Channel<string> _keys = Channel.CreateUnbounded<string>();

        public string? RulesFile => null;

        public void Write(string key) => _keys.Writer.TryWrite(key);

        public IAsyncEnumerable<string> WatchAsync(CancellationToken cancellationToken) => _keys.Reader.ReadAllAsync(cancellationToken);

        public Evidence FindEvidence(IReadOnlyCollection<string> requestIds) => Evidence.None;
    }
}
