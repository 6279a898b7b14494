using System.Globalization;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Ledger;

/// <summary>The contract of a ledger. Each real ledger and the ledger for tests passes it.</summary>
public abstract class RunLedgerContract
{
    private protected FakeTimeProvider Time { get; } = new(TestData.Now) { AutoAdvanceAmount = TimeSpan.Zero };

    private protected abstract IRunLedger Ledger { get; }

    [Fact]
    public async Task A_run_that_was_never_claimed_has_an_empty_log() => Assert.Empty((await Ledger.ReadAsync(TestData.RunId, default)).Records);

    [Fact]
    public async Task Of_64_simultaneous_claims_exactly_one_is_in_the_log()
    {
        var claims = Enumerable.Range(0, 64).Select(_ => TestData.Claim()).ToArray();

        var appends = await Task.WhenAll(claims.Select(claim => Task.Run(() => Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), claim, default))));

        var won = Assert.Single(appends.OfType<Append.Won>());
        Assert.Equal(won.History.Records, (await Ledger.ReadAsync(TestData.RunId, default)).Records);
    }

    [Fact]
    public async Task Records_come_back_as_they_were_written_and_in_order()
    {
        var log = RunHistory.Empty(TestData.RunId);

        foreach (var record in Records())
        {
            log = Assert.IsType<Append.Won>(await Ledger.TryAppendAsync(log, record, default)).History;
        }

        var read = await Ledger.ReadAsync(TestData.RunId, default);
        Assert.Equal(Records().Select(Without), read.Records.Select(Without));
        Assert.Equal(log.Tail, read.Tail);
    }

    [Fact]
    public async Task The_first_claim_is_read_alone_and_is_none_before_it_is_written()
    {
        Assert.Null(await Ledger.ReadFirstClaimAsync(TestData.RunId, default));
        var first = TestData.Claim();
        var claimed = Assert.IsType<Append.Won>(await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), first, default)).History;
        await Ledger.TryAppendAsync(claimed, TestData.Claim(seq: 1, epoch: 2), default);

        Assert.Equal(first.Nonce, (await Ledger.ReadFirstClaimAsync(TestData.RunId, default))?.Nonce);
    }

    [Fact]
    public async Task An_append_to_an_old_log_is_refused()
    {
        await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), TestData.Claim(), default);

        Assert.IsType<Append.Lost>(await Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), TestData.Claim(), default));
        Assert.Single((await Ledger.ReadAsync(TestData.RunId, default)).Records);
    }

    [Fact]
    public async Task A_marker_is_listed_until_it_is_deleted()
    {
        var marker = Marker.For(TestData.RunId, TestData.Upload(), TestData.Now);
        await Ledger.PutMarkerAsync(marker, TestData.Claim(), default);
        await Ledger.PutMarkerAsync(marker, TestData.Claim(), default);

        Assert.Equal([marker.Key], (await MarkersAsync()).Select(listed => listed.Key));

        await Ledger.DeleteMarkerAsync(marker, default);
        await Ledger.DeleteMarkerAsync(marker, default);

        Assert.Empty(await MarkersAsync());
    }

    [Fact]
    public async Task Markers_of_every_run_are_listed_however_many_pages_they_fill()
    {
        var markers = Enumerable.Range(0, 50)
            .Select(number => Marker.For(RunId.Create(TestData.Upload($"k{number}"), "video"), TestData.Upload(), TestData.Now))
            .ToArray();

        foreach (var marker in markers)
        {
            await Ledger.PutMarkerAsync(marker, TestData.Claim(), default);
        }

        Assert.Equal(markers.Select(marker => marker.Key).Order(), (await MarkersAsync()).Select(marker => marker.Key).Order());
        Assert.Equal(markers.Select(marker => marker.Key).Order(), (await MarkersAsync(firstShard: 11)).Select(marker => marker.Key).Order());
    }

    [Fact]
    public async Task Markers_that_are_not_due_fill_pages_of_their_shard_and_hide_no_marker_of_a_later_shard()
    {
        var runs = Enumerable.Range(0, 500).Select(number => RunId.Create(TestData.Upload($"k{number}"), "video")).ToLookup(run => run.UploadHash[0]);
        var due = Marker.For(runs['f'].First(), TestData.Upload(), TestData.Now);

        foreach (var later in runs['0'].Take(5))
        {
            await Ledger.PutMarkerAsync(new(later, TestData.Now.AddHours(2)), TestData.Claim(), default);
        }

        await Ledger.PutMarkerAsync(due, TestData.Claim(), default);

        Assert.Equal([due.Key], (await MarkersAsync()).Select(marker => marker.Key));
    }

    [Fact]
    public async Task A_marker_keeps_the_claim_it_was_put_with()
    {
        var (marker, claim) = (Marker.For(TestData.RunId, TestData.Upload(), TestData.Now), TestData.Claim());
        Assert.Null(await Ledger.ReadMarkerAsync(marker, default));

        await Ledger.PutMarkerAsync(marker, claim, default);

        Assert.Equal(claim, await Ledger.ReadMarkerAsync(marker, default));
    }

    [Fact]
    public async Task Runs_of_one_object_are_found_since_a_moment_and_no_others()
    {
        foreach (var (key, requestId) in new[] { ("k", "1"), ("k", "2"), ("other", "3") })
        {
            await Ledger.TryAppendAsync(RunHistory.Empty(RunId.Create(TestData.Upload(key, requestId: requestId), "video")), TestData.Claim(), default);
        }

        var any = RunId.Create(TestData.Upload("k"), "");
        Assert.Equal(
            Enumerable.Range(1, 2).Select(number => RunId.Create(TestData.Upload("k", requestId: $"{number}"), "video").Value).Order(),
            (await Ledger.ListRunsForKeyAsync(any, TestData.Now, default)).Select(run => run.Value).Order());
        Assert.Empty(await Ledger.ListRunsForKeyAsync(any, TestData.Now.AddSeconds(1), default));
    }

    [Fact]
    public async Task A_marker_put_or_due_later_than_asked_is_not_listed()
    {
        await Ledger.PutMarkerAsync(new(TestData.RunId, TestData.Now.AddHours(2)), TestData.Claim(), default);
        await Ledger.PutMarkerAsync(Marker.For(RunId.Create(TestData.Upload(), "other"), TestData.Upload(), TestData.Now), TestData.Claim(), default);

        Assert.Empty(await MarkersAsync(minAge: TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(0, "00:10:00")]
    [InlineData(2, "01:55:00")]
    public async Task A_marker_is_listed_from_the_very_moment_its_put_and_its_hour_are_long_enough_ago(int hour, string later)
    {
        var (marker, minAge) = (new Marker(TestData.RunId, TestData.Now.AddHours(hour)), TimeSpan.FromMinutes(10));
        await Ledger.PutMarkerAsync(marker, TestData.Claim(), default);

        Time.Advance(TimeSpan.Parse(later, CultureInfo.InvariantCulture) - TimeSpan.FromTicks(1));
        Assert.Empty(await MarkersAsync(minAge));

        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([marker.Key], (await MarkersAsync(minAge)).Select(listed => listed.Key));
    }

    [Fact]
    public async Task A_pointer_leads_from_a_task_to_its_run()
    {
        Assert.Null(await Ledger.FindByTaskAsync(TestData.TaskId, default));

        await Ledger.PutPointerAsync(TestData.TaskId, TestData.RunId, default);

        Assert.Equal(TestData.RunId, await Ledger.FindByTaskAsync(TestData.TaskId, default));
    }

    private static IEnumerable<RunRecord> Records() =>
    [
        TestData.Claim(),
        new IntentRecord { Seq = 1, Epoch = 1, Nonce = "n1", At = TestData.Now, By = "b", MediaId = TestData.MediaId, Gen = 1, AcsDate = TestData.Now, AcsNonce = "a", UserDataSha = "s", NotAfter = TestData.Now },
        new RefusedRecord { Seq = 2, Epoch = 1, Nonce = "n2", At = TestData.Now, By = "b", Gen = 1, Code = "Throttling.User", RequestId = "R" },
        new StartedRecord { Seq = 3, Epoch = 1, Nonce = "n3", At = TestData.Now, By = "b", Gen = 2, TaskId = TestData.TaskId, How = "reply" },
        new DoneRecord { Seq = 4, Epoch = 1, Nonce = "n4", At = TestData.Now, By = "b", Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed", null, null) },
        new RejectRecord { Seq = 5, Epoch = 1, Nonce = "n5", At = TestData.Now, By = "b", Code = "InvalidParameter", Action = "StartWorkflow" },
        new ParkRecord { Seq = 6, Epoch = 1, Nonce = "n6", At = TestData.Now, By = "b", Reason = "r" },
        new CancelRecord { Seq = 7, Epoch = 1, Nonce = "n7", At = TestData.Now, By = "b", Reason = "r" },
    ];

    // A claim that is created for the comparison has another nonce, so nonces are not compared.
    private static RunRecord Without(RunRecord record) => record with { Nonce = "" };

    private async Task<List<Marker>> MarkersAsync(TimeSpan minAge = default, int firstShard = 0)
    {
        var markers = new List<Marker>();

        await foreach (var marker in Ledger.ListMarkersAsync(minAge, firstShard, default))
        {
            markers.Add(marker);
        }

        return markers;
    }
}
