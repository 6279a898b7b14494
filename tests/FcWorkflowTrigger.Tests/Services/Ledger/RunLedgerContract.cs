using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Services.Ledger;

/// <summary>What every ledger promises; each real one and the one for tests passes all of it.</summary>
public abstract class RunLedgerContract
{
    private protected FakeTimeProvider Time { get; } = new(Given.Now) { AutoAdvanceAmount = TimeSpan.Zero };

    private protected abstract IRunLedger Ledger { get; }

    [Fact]
    public async Task A_run_nobody_claimed_has_an_empty_log() => Assert.Empty((await Ledger.ReadAsync(Given.RunId, default)).Records);

    [Fact]
    public async Task Of_64_simultaneous_claims_exactly_one_is_in_the_log()
    {
        var claims = Enumerable.Range(0, 64).Select(_ => Given.Claim()).ToArray();

        var appends = await Task.WhenAll(claims.Select(claim => Task.Run(() => Ledger.TryAppendAsync(RunLog.Empty(Given.RunId), claim, default))));

        var won = Assert.Single(appends.OfType<Append.Won>());
        Assert.Equal(won.Log.Records, (await Ledger.ReadAsync(Given.RunId, default)).Records);
    }

    [Fact]
    public async Task Records_come_back_as_they_were_written_and_in_order()
    {
        var log = RunLog.Empty(Given.RunId);

        foreach (var record in Story())
        {
            log = Assert.IsType<Append.Won>(await Ledger.TryAppendAsync(log, record, default)).Log;
        }

        var read = await Ledger.ReadAsync(Given.RunId, default);
        Assert.Equal(Story().Select(Without), read.Records.Select(Without));
        Assert.Equal(log.Tail, read.Tail);
    }

    [Fact]
    public async Task Who_appends_to_an_old_log_loses()
    {
        await Ledger.TryAppendAsync(RunLog.Empty(Given.RunId), Given.Claim(), default);

        Assert.IsType<Append.Lost>(await Ledger.TryAppendAsync(RunLog.Empty(Given.RunId), Given.Claim(), default));
        Assert.Single((await Ledger.ReadAsync(Given.RunId, default)).Records);
    }

    [Fact]
    public async Task A_marker_is_listed_until_it_is_deleted()
    {
        var marker = Marker.For(Given.RunId, Given.Upload(), Given.Now);
        await Ledger.PutMarkerAsync(marker, Given.Claim(), default);
        await Ledger.PutMarkerAsync(marker, Given.Claim(), default);

        Assert.Equal([marker.Key], (await MarkersAsync()).Select(listed => listed.Key));

        await Ledger.DeleteMarkerAsync(marker, default);
        await Ledger.DeleteMarkerAsync(marker, default);

        Assert.Empty(await MarkersAsync());
    }

    [Fact]
    public async Task Markers_of_every_run_are_listed_however_many_pages_they_fill()
    {
        var markers = Enumerable.Range(0, 50)
            .Select(number => Marker.For(RunId.Of(Given.Upload($"k{number}"), "video"), Given.Upload(), Given.Now))
            .ToArray();

        foreach (var marker in markers)
        {
            await Ledger.PutMarkerAsync(marker, Given.Claim(), default);
        }

        Assert.Equal(markers.Select(marker => marker.Key).Order(), (await MarkersAsync()).Select(marker => marker.Key).Order());
        Assert.Equal(markers.Select(marker => marker.Key).Order(), (await MarkersAsync(firstShard: 11)).Select(marker => marker.Key).Order());
    }

    [Fact]
    public async Task A_marker_keeps_the_claim_it_was_put_with()
    {
        var (marker, claim) = (Marker.For(Given.RunId, Given.Upload(), Given.Now), Given.Claim());
        Assert.Null(await Ledger.ReadMarkerAsync(marker, default));

        await Ledger.PutMarkerAsync(marker, claim, default);

        Assert.Equal(claim, await Ledger.ReadMarkerAsync(marker, default));
    }

    [Fact]
    public async Task Runs_of_one_object_are_found_since_a_moment_and_no_others()
    {
        foreach (var (key, requestId) in new[] { ("k", "1"), ("k", "2"), ("other", "3") })
        {
            await Ledger.TryAppendAsync(RunLog.Empty(RunId.Of(Given.Upload(key, requestId: requestId), "video")), Given.Claim(), default);
        }

        var any = RunId.Of(Given.Upload("k"), "");
        Assert.Equal(
            Enumerable.Range(1, 2).Select(number => RunId.Of(Given.Upload("k", requestId: $"{number}"), "video").Value).Order(),
            (await Ledger.RunsOfKeyAsync(any, Given.Now, default)).Select(run => run.Value).Order());
        Assert.Empty(await Ledger.RunsOfKeyAsync(any, Given.Now.AddSeconds(1), default));
    }

    [Fact]
    public async Task A_marker_put_or_due_later_than_asked_is_not_listed()
    {
        await Ledger.PutMarkerAsync(new(Given.RunId, Given.Now.AddHours(2)), Given.Claim(), default);
        await Ledger.PutMarkerAsync(Marker.For(RunId.Of(Given.Upload(), "other"), Given.Upload(), Given.Now), Given.Claim(), default);

        Assert.Empty(await MarkersAsync(quiet: TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_pointer_leads_from_a_task_to_its_run()
    {
        Assert.Null(await Ledger.FindByTaskAsync(Given.TaskId, default));

        await Ledger.PutPointerAsync(Given.TaskId, Given.RunId, default);

        Assert.Equal(Given.RunId, await Ledger.FindByTaskAsync(Given.TaskId, default));
    }

    private static IEnumerable<RunRecord> Story() =>
    [
        Given.Claim(),
        new IntentRecord { Seq = 1, Epoch = 1, Nonce = "n1", At = Given.Now, By = "b", MediaId = Given.MediaId, Gen = 1, AcsDate = Given.Now, AcsNonce = "a", UserDataSha = "s", NotAfter = Given.Now },
        new RefusedRecord { Seq = 2, Epoch = 1, Nonce = "n2", At = Given.Now, By = "b", Gen = 1, Code = "Throttling.User", RequestId = "R" },
        new StartedRecord { Seq = 3, Epoch = 1, Nonce = "n3", At = Given.Now, By = "b", Gen = 2, TaskId = Given.TaskId, How = "reply" },
        new DoneRecord { Seq = 4, Epoch = 1, Nonce = "n4", At = Given.Now, By = "b", Outcome = "succeeded", How = "callback", Task = new(Given.TaskId, "Succeed", null, null) },
        new RejectRecord { Seq = 5, Epoch = 1, Nonce = "n5", At = Given.Now, By = "b", Code = "InvalidParameter", Action = "StartWorkflow" },
        new ParkRecord { Seq = 6, Epoch = 1, Nonce = "n6", At = Given.Now, By = "b", Reason = "r" },
        new CancelRecord { Seq = 7, Epoch = 1, Nonce = "n7", At = Given.Now, By = "b", Reason = "r" },
    ];

    // A claim made for each comparison has a nonce of its own.
    private static RunRecord Without(RunRecord record) => record with { Nonce = "" };

    private async Task<List<Marker>> MarkersAsync(TimeSpan quiet = default, int firstShard = 0)
    {
        var markers = new List<Marker>();

        await foreach (var marker in Ledger.ListMarkersAsync(quiet, firstShard, default))
        {
            markers.Add(marker);
        }

        return markers;
    }
}
