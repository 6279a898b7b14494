using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Ledger;

/// <summary>
/// Every derived name as it lies in the buckets of deployed versions. The literals were computed outside this program. A change here means that a new version
/// no longer finds what an older one wrote, and then pays again.
/// </summary>
public sealed class PinnedNamesTests
{
    private const string Run = "f46dd4214c5fbb1f2b65718734f3d8d158fac813";
    private const string KeyHash = "f46dd4214c5fbb1f2b657187";
    private const string UploadHash = "34f3d8d158fac813";

    private static readonly RunId Id = Parse(Run);

    [Theory]
    [InlineData("cn-shanghai", "media-in", "uploads/beach.mp4", "69B51B253A7C4E3139D20F8A", "video", Run)]
    [InlineData("cn-shanghai", "media-in", "uploads/beach.mp4", "69B51B253A7C4E3139D20F8A", "audio", "f46dd4214c5fbb1f2b657187a38cc620aaa2d893")]
    [InlineData("cn-shanghai", "media-in", "uploads/beach.mp4", "video", "69B51B253A7C4E3139D20F8A", "f46dd4214c5fbb1f2b6571874e7f9beab0d7367c")]
    [InlineData("media-in", "cn-shanghai", "uploads/beach.mp4", "69B51B253A7C4E3139D20F8A", "video", "0dbb5ad23f4474fb822c923ebcfd7b8faefff836")]
    [InlineData("cn-shanghai", "uploads/beach.mp4", "media-in", "69B51B253A7C4E3139D20F8A", "video", "3476914867e15ce5e88b1490bd96fa08fc6a3233")]
    [InlineData("cn-shanghai", "media-in", "uploads/春节 🎬.mp4", "69B51B253A7C4E3139D20F8A", "video", "4d6c4195d138739d2484e1b6f0902c7cdaea933a")]
    [InlineData("cn-shanghai", "media-in", "uploads/beach.mp4", null, "video", "f46dd4214c5fbb1f2b6571871d2e4e05557e5c41")]
    public void A_run_id_has_forty_pinned_digits(string region, string bucket, string key, string? requestId, string rule, string id)
    {
        var run = RunId.Create(TestData.Upload(key, bucket: bucket) with { Region = region, RequestId = requestId }, rule);

        Assert.Equal(id, run.Value);
        Assert.Equal(id, $"{run.KeyHash}{run.UploadHash}");
        Assert.Equal(24, run.KeyHash.Length);
    }

    [Theory]
    [InlineData(Run, 1, "uGLiVkz46Aw101eyUtDxaQ")]
    [InlineData(Run, 2, "pq4jeky1FV7Gcjyjt2PRAA")]
    [InlineData(Run, 11, "nBNQHcOjF9muRdQqFZk1uQ")]
    [InlineData("f46dd4214c5fbb1f2b657187a38cc620aaa2d893", 1, "nPMKXYrYP4Tank8kqEnU9g")]
    public void A_callback_capability_is_pinned(string run, int generation, string mac)
    {
        Assert.Equal(mac, new CallbackCapability(["a secret of thirty-two bytes...."u8.ToArray(), "another secret of thirty-two b.."u8.ToArray()]).Compute(Parse(run), generation));
        Assert.True(new CallbackCapability(["another secret of thirty-two b.."u8.ToArray(), "a secret of thirty-two bytes...."u8.ToArray()]).Verify(Parse(run), generation, mac));
    }

    [Fact]
    public void Keys_of_records_are_pinned()
    {
        Assert.Equal($"r/f4/{KeyHash}/{UploadHash}/0000.json", LedgerKeys.Slot(Id, 0));
        Assert.Equal($"r/f4/{KeyHash}/{UploadHash}/0012.json", LedgerKeys.Slot(Id, 12));
        Assert.Equal($"r/f4/{KeyHash}/{UploadHash}/12345.json", LedgerKeys.Slot(Id, 12345));
        Assert.Equal($"r/f4/{KeyHash}/", LedgerKeys.SlotsOfKey(Id));
        Assert.Equal($"a/f4/{KeyHash}/{UploadHash}.jsonl", LedgerKeys.Lines(Id));
        Assert.Equal($"a/f4/{KeyHash}/", LedgerKeys.LinesOfKey(Id));
        Assert.Equal("t/0123456789abcdef0123456789abcdef", LedgerKeys.Pointer(TestData.TaskId));
        Assert.Equal("u/20261124/name.json", LedgerKeys.Unreadable("name.json", new(2026, 11, 25, 1, 0, 0, TimeSpan.FromHours(8))));
    }

    [Fact]
    public void Places_of_identical_uploads_are_pinned()
    {
        Assert.Equal($"i/f4/{KeyHash}/0cab1c9617404faf/", LedgerKeys.Places(Id, "video"));
        Assert.Equal($"i/f4/{KeyHash}/6ed8919ce20490a5/", LedgerKeys.Places(Id, "audio"));
        Assert.Equal($"i/f4/{KeyHash}/0cab1c9617404faf/000012", LedgerKeys.Place(LedgerKeys.Places(Id, "video"), 12));
    }

    [Fact]
    public void Permits_are_pinned()
    {
        Assert.Equal(("all", "r-video"), LedgerKeys.PermitScopes("video"));
        Assert.Equal("bd/20261124/r-video/", LedgerKeys.DailyPermits("r-video", new(2026, 11, 25, 1, 0, 0, TimeSpan.FromHours(8))));
        Assert.Equal("bn/all/", LedgerKeys.ConcurrentPermits("all"));
        Assert.Equal("bn/", LedgerKeys.ConcurrentPermitsRoot);
        Assert.Equal($"{Run}-3", Permit.FormatName(Id, 3));

        Assert.True(Permit.TryParse(new OssEntry($"bn/all/{Run}-3", TestData.Now), "bn/all/", out var permit));
        Assert.Equal((Id, 3, TestData.Now), (permit.Run, permit.Epoch, permit.At));
    }

    [Fact]
    public void Markers_are_pinned()
    {
        DateTimeOffset at = new(2026, 11, 24, 23, 59, 59, TimeSpan.FromHours(8));

        Assert.Equal($"d/3/2026112415/{Run}", new Marker(Id, at).Key);
        Assert.Equal($"o/3/2026112415/{Run}-7", new Marker(Id, at, Marker.Undelivered, 7).Key);
        Assert.Equal($"d/3/2026112400/{Run}", Marker.For(Id, TestData.Upload(), TestData.Now).Key);
        Assert.Equal("0123456789abcdef", Marker.Shards);

        // A time to come, by a clock that is behind, would hide the run from the sweeps until then.
        Assert.Equal($"d/3/2026112323/{Run}", Marker.For(Id, TestData.Upload(), TestData.Now.AddHours(-1)).Key);

        Assert.Equal($"d/3/2026112415/{Run}-4", new Marker(Id, at, End: 4).Key);
        Assert.Equal($"o/3/2026112415/{Run}-1", Marker.ForEnd(Id, new CancelRecord { Reason = CancelRecord.ByOperator, Seq = 1, Epoch = 1, At = at }).Key);

        var resend = Marker.ForResend(Id, 1, "request-7", at);
        Assert.Equal($"o/3/2026112415/{Run}-1-a8fbf5f18c10907f", resend.Key);
        Assert.True(Marker.TryParse(resend.Key, out var read));
        Assert.Equal(resend with { Hour = read.Hour }, read);
        Assert.Equal("1-a8fbf5f18c10907f/webhook", DeliveryState.KeyOf(resend, "webhook"));
        Assert.True(DeliveryState.TryParseKey("1-a8fbf5f18c10907f/web/hook", out var end, out var command, out var sink));
        Assert.Equal((1, "a8fbf5f18c10907f", "web/hook"), (end, command, sink));
        Assert.False(DeliveryState.TryParseKey("x/webhook", out _, out _, out _));
    }

    [Fact]
    public void Entries_of_ends_and_marks_of_parked_runs_are_pinned()
    {
        DateTimeOffset at = new(2026, 11, 24, 23, 59, 59, TimeSpan.FromHours(8));
        var claimed = RunHistory.Empty(Id).With(TestData.Claim(), 1);

        Assert.Equal($"e/3/2026112415/{Run}-1-canceled", EndEntry.From(claimed.With(new CancelRecord { Reason = CancelRecord.ByOperator, Seq = 1, At = at }, 2))?.Key);
        Assert.Equal($"e/3/2026112415/{Run}-4-rejected", EndEntry.From(claimed.With(new RejectRecord { Code = "c", Action = "a", Seq = 4, At = at }, 2))?.Key);
        Assert.Equal($"e/3/2026112415/{Run}-12-succeeded", EndEntry.From(claimed.With(Done("succeeded", 12, at), 2))?.Key);
        Assert.Equal($"e/3/2026112415/{Run}-3-failed", EndEntry.From(claimed.With(Done("failed", 3, at), 2))?.Key);
        Assert.Null(EndEntry.From(claimed));
        Assert.Null(EndEntry.From(claimed.With(new ParkRecord { Reason = ParkRecord.TaskLost, Seq = 1, At = at }, 2)));

        Assert.True(EndEntry.TryParse($"e/3/2026112415/{Run}-12-succeeded", out var entry));
        Assert.Equal((Id, 12, "succeeded", new DateTimeOffset(2026, 11, 24, 15, 0, 0, TimeSpan.Zero)), (entry.Run, entry.Seq, entry.State, entry.Hour));

        Assert.Equal($"p/{Run}", LedgerKeys.Parked(Id));
        Assert.Equal("s/last.json", LedgerKeys.LastSweep);
    }

    [Theory]
    [InlineData($"e/3/2026112415/{Run}-12")]
    [InlineData($"e/3/2026112415/{Run}-12-parked")]
    [InlineData($"e/3/2026112415/{Run}-x-failed")]
    [InlineData($"e/3/2026112415/{Run}-012-failed")]
    [InlineData($"e/4/2026112415/{Run}-12-failed")]
    [InlineData($"e/3/20261124/{Run}-12-failed")]
    [InlineData($"d/3/2026112415/{Run}-12-failed")]
    public void A_key_of_another_shape_is_no_entry(string key) => Assert.False(EndEntry.TryParse(key, out _));

    [Fact]
    public void Outcome_ids_and_delivery_states_are_pinned()
    {
        var history = RunHistory.Empty(Id).With(TestData.Claim(), 1).With(new CancelRecord { Reason = CancelRecord.ByOperator, Seq = 1, Epoch = 1, At = TestData.Now }, 2);

        Assert.Equal($"{Run}-1", Assert.Single(OutcomeFactory.Create(history)).Id);
        Assert.Equal($"w/f4/{Run}.json", LedgerKeys.DeliveryState(Id));

        const string State = """{"entries":{"1/webhook":{"attempts":2,"nextAt":"2026-11-24T00:15:00+00:00","last":"HTTP 500"},"4/log":{"attempts":1,"last":"delivered"}}}""";
        var state = DeliveryState.Parse(TestData.Bytes(State));
        Assert.Equal(new DeliveryEntry(2, TestData.Now, "HTTP 500"), state.Find("1/webhook"));
        Assert.Equal(State, System.Text.Encoding.UTF8.GetString(DeliveryState.Empty.With("1/webhook", new(2, TestData.Now, "HTTP 500")).With("4/log", new(1, null, DeliveryEntry.Delivered)).ToJson()));
    }

    private static DoneRecord Done(string outcome, int seq, DateTimeOffset at) => new()
    {
        Outcome = outcome,
        How = "poll",
        Task = new(TestData.TaskId, "Succeed"),
        Seq = seq,
        At = at,
    };

    private static RunId Parse(string text) => RunId.TryParse(text, out var id) ? id : throw new ArgumentException(text);
}
