using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Outcomes.Marks;

public sealed class ObjectMarkSinkTests
{
    private const string OtherBytes = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57";

    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly TaggedObjects _objects = new();
    private readonly InMemoryRunLedger _ledger;
    private readonly ObjectMarkSink _sink;

    public ObjectMarkSinkTests()
    {
        _ledger = new(_time);
        _sink = new(_objects, _objects, new(_ledger, new(_ledger, _time)), new Retry(new ImmediateTimeProvider(_time), new(new Random(1))));
    }

    [Fact]
    public async Task The_object_of_the_run_gets_its_tags_and_those_of_others_stay()
    {
        _objects.Tags = Tags(("owner", "a"), ("ims", "old"));

        Assert.IsType<SinkReply.Delivered>(await DeliverAsync(("ims", "{outcome}"), ("run", "{run}")));

        Assert.Equal(Tags(("ims", "succeeded"), ("owner", "a"), ("run", TestData.RunId.Value)), _objects.Tags.OrderBy(tag => tag.Key).ToDictionary());
        Assert.Equal(["head", "get", "put", "head", "get"], _objects.Calls);
    }

    [Fact]
    public async Task Tags_that_are_there_are_not_put_again()
    {
        _objects.Tags = Tags(("ims", "succeeded"));

        Assert.IsType<SinkReply.Delivered>(await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(["head", "get"], _objects.Calls);
    }

    [Fact]
    public async Task In_a_bucket_with_versions_the_version_that_was_looked_at_is_tagged()
    {
        _objects.VersionId = "v1";

        await DeliverAsync(("ims", "{outcome}"));

        Assert.Equal(["head", "get v1", "put v1", "head", "get v1"], _objects.Calls);
    }

    [Fact]
    public async Task An_ETag_in_small_letters_is_the_same()
    {
        _objects.ETag = _objects.ETag!.ToLowerInvariant();

        Assert.IsType<SinkReply.Delivered>(await DeliverAsync(("ims", "{outcome}")));
    }

    [Fact]
    public async Task An_object_that_is_gone_is_left_by_name()
    {
        _objects.ETag = null;

        Assert.Equal(new SinkReply.Obsolete("ObjectGone"), await DeliverAsync(("ims", "{outcome}")));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("put")]
    public async Task An_object_that_goes_meanwhile_is_left_by_name(string call)
    {
        _objects.Answering = now => _objects.ETag = now == call ? null : _objects.ETag;

        Assert.Equal(new SinkReply.Obsolete("ObjectGone"), await DeliverAsync(("ims", "{outcome}")));
    }

    [Fact]
    public async Task Other_bytes_are_left_as_they_are()
    {
        (_objects.ETag, _objects.Tags) = (OtherBytes, Tags(("owner", "a"), ("ims", "by hand")));

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.DoesNotContain("put", _objects.Calls);
    }

    [Fact]
    public async Task An_upload_without_an_ETag_marks_nothing()
    {
        _objects.ETag = "";

        Assert.Equal(new SinkReply.Obsolete("NoETag"), await DeliverAsync(Outcome(await AddAsync(TestData.Upload() with { ETag = "" }, 0, "succeeded", ("ims", "{outcome}")))));

        Assert.Empty(_objects.Calls);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public async Task More_tags_than_an_object_can_have_are_given_up_by_name(int others, bool isGivenUp)
    {
        _objects.Tags = Enumerable.Range(0, others).ToDictionary(number => $"tag {number}", _ => "");

        var reply = await DeliverAsync(("ims", "{outcome}"), ("run", "{run}"));

        Assert.Equal(isGivenUp ? new SinkReply.Gone("TooManyTags") : new SinkReply.Delivered(), reply);
        Assert.Equal(!isGivenUp, _objects.Calls.Contains("put"));
    }

    /// <summary>OSS has no condition for tags, so they may have come onto the object that replaced it.</summary>
    [Fact]
    public async Task A_tag_that_came_onto_other_bytes_is_taken_off()
    {
        _objects.Put = ReplaceOnce;
        _objects.Tags = Tags(("owner", "a"));

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(Tags(("owner", "a")), _objects.Tags);
    }

    [Fact]
    public async Task A_tag_that_came_onto_other_bytes_becomes_what_their_own_run_says()
    {
        await AddAsync(TestData.Upload(requestId: "other") with { ETag = OtherBytes }, 0, "failed", ("ims", "{outcome}"));
        _objects.Put = ReplaceOnce;

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(Tags(("ims", "failed")), _objects.Tags);
    }

    [Fact]
    public async Task The_mark_of_other_bytes_that_reads_the_same_stays()
    {
        await AddAsync(TestData.Upload(requestId: "other") with { ETag = OtherBytes }, 0, "succeeded", ("ims", "{outcome}"));
        (_objects.ETag, _objects.Tags) = (OtherBytes, Tags(("ims", "succeeded")));

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.DoesNotContain("put", _objects.Calls);
    }

    [Fact]
    public async Task What_their_own_runs_have_left_on_other_bytes_stays_until_those_are_delivered()
    {
        await AddAsync(TestData.Upload(requestId: "other") with { ETag = OtherBytes }, 0, "failed", ("ims", "{outcome}"));
        await AddAsync(TestData.Upload(requestId: "again") with { ETag = OtherBytes }, 1, "succeeded", ("ims", "{outcome}"));
        (_objects.ETag, _objects.Tags) = (OtherBytes, Tags(("ims", "failed")));

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.DoesNotContain("put", _objects.Calls);
    }

    /// <summary>A process died after it had put the tags, and before it looked again.</summary>
    [Fact]
    public async Task Tags_that_an_earlier_try_put_on_other_bytes_are_taken_off()
    {
        (_objects.ETag, _objects.Tags) = (OtherBytes, Tags(("ims", "succeeded"), ("owner", "a")));

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(Tags(("owner", "a")), _objects.Tags);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("null", false)]
    [InlineData("v2", true)]
    public async Task Tags_of_a_version_are_those_of_its_own_bytes(string? version, bool stays)
    {
        (_objects.ETag, _objects.VersionId, _objects.Tags) = (OtherBytes, version, Tags(("ims", "succeeded")));

        Assert.Equal(new SinkReply.Obsolete("ObjectReplaced"), await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(stays, _objects.Tags.ContainsKey("ims"));
    }

    [Theory]
    [InlineData(1, "failed")]
    [InlineData(-1, "succeeded")]
    public async Task Of_two_ends_of_the_same_bytes_the_later_one_counts_whichever_is_delivered_last(int minutes, string mark)
    {
        var own = await AddAsync(TestData.Upload(), 0, "succeeded", ("ims", "{outcome}"));
        await AddAsync(TestData.Upload(requestId: "other"), minutes, "failed", ("ims", "{outcome}"));

        Assert.IsType<SinkReply.Delivered>(await DeliverAsync(Outcome(own)));

        Assert.Equal(Tags(("ims", mark)), _objects.Tags);
    }

    /// <summary>A process with a fast clock dates its records later than OSS does.</summary>
    [Theory]
    [InlineData(10, "failed")]
    [InlineData(11, "succeeded")]
    public async Task An_end_that_OSS_took_up_to_ten_minutes_before_the_time_of_this_one_may_be_later(int ahead, string mark)
    {
        await AddAsync(TestData.Upload(requestId: "other"), 20, "failed", ("ims", "{outcome}"));

        await DeliverAsync(Outcome(await AddAsync(TestData.Upload(), ahead, "succeeded", ("ims", "{outcome}"))));

        Assert.Equal(Tags(("ims", mark)), _objects.Tags);
    }

    [Fact]
    public async Task Two_ends_of_one_moment_are_told_apart_by_their_runs()
    {
        var one = await AddAsync(TestData.Upload(), 0, "succeeded", ("ims", "{run}"));
        var other = await AddAsync(TestData.Upload(requestId: "other"), 0, "failed", ("ims", "{run}"));

        await DeliverAsync(Outcome(one));
        var first = _objects.Tags["ims"];
        await DeliverAsync(Outcome(other));

        Assert.Equal(new[] { one.Id.Value, other.Id.Value }.Max(StringComparer.Ordinal), first);
        Assert.Equal(first, _objects.Tags["ims"]);
    }

    [Fact]
    public async Task Only_the_tags_of_the_own_rule_are_set()
    {
        var own = await AddAsync(TestData.Upload(), 0, "succeeded", ("ims", "{outcome}"));
        await AddAsync(TestData.Upload(requestId: "other"), 1, "failed", ("other", "{outcome}"));

        await DeliverAsync(Outcome(own));

        Assert.Equal(Tags(("ims", "succeeded")), _objects.Tags);
    }

    /// <summary>An end that is recorded while the tags are put may have put its own before.</summary>
    [Fact]
    public async Task An_end_that_comes_meanwhile_counts()
    {
        var own = await AddAsync(TestData.Upload(), 0, "succeeded", ("ims", "{outcome}"));
        _objects.Put = () =>
        {
            _objects.Put = () => { };
            AddAsync(TestData.Upload(requestId: "other"), 1, "failed", ("ims", "{outcome}")).GetAwaiter().GetResult();
        };

        Assert.IsType<SinkReply.Delivered>(await DeliverAsync(Outcome(own)));

        Assert.Equal(Tags(("ims", "failed")), _objects.Tags);
    }

    [Fact]
    public async Task A_run_whose_records_have_expired_decides_nothing()
    {
        var own = await AddAsync(TestData.Upload(), 0, "succeeded", ("ims", "{outcome}"));
        var other = await AddAsync(TestData.Upload(requestId: "other"), 1, "failed", ("ims", "{outcome}"));
        _ledger.LoseLaterRecord(other.Id);

        Assert.IsType<SinkReply.Delivered>(await DeliverAsync(Outcome(own)));

        Assert.Equal(Tags(("ims", "succeeded")), _objects.Tags);
    }

    [Fact]
    public async Task Without_the_right_it_is_tried_again_by_the_name_of_the_refusal()
    {
        Refuse("put", HttpStatusCode.Forbidden, "AccessDenied");

        var later = Assert.IsType<SinkReply.Later>(await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(("OSS-AccessDenied", false), (later.Reason, later.IsPause));
    }

    [Fact]
    public async Task Tags_that_OSS_does_not_take_are_given_up_by_name()
    {
        Refuse("put", HttpStatusCode.BadRequest, "InvalidTag");

        Assert.Equal(new SinkReply.Gone("TagsRefused"), await DeliverAsync(("ims", "{outcome}")));
    }

    [Fact]
    public async Task A_refusal_that_will_not_last_gives_nothing_up()
    {
        Refuse("put", HttpStatusCode.BadRequest, "RequestTimeTooSkewed");

        Assert.Equal("OSS-RequestTimeTooSkewed", Assert.IsType<SinkReply.Later>(await DeliverAsync(("ims", "{outcome}"))).Reason);
    }

    [Fact]
    public async Task A_refusal_of_a_look_gives_nothing_up()
    {
        Refuse("head", HttpStatusCode.BadRequest, "InvalidArgument");

        Assert.Equal("OSS-InvalidArgument", Assert.IsType<SinkReply.Later>(await DeliverAsync(("ims", "{outcome}"))).Reason);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("put")]
    public async Task Stale_keys_are_no_answer(string call)
    {
        Refuse(call, HttpStatusCode.Forbidden, "SecurityTokenExpired");

        await Assert.ThrowsAsync<OssException>(() => DeliverAsync(("ims", "{outcome}")));
    }

    /// <summary>The write that was not answered may arrive minutes later, on whatever object lies there then.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task After_a_write_that_was_not_answered_the_object_is_looked_at_again_when_it_cannot_arrive_any_more(int lost)
    {
        _objects.Answering = call =>
        {
            if (call == "put" && lost-- > 0)
            {
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            }
        };

        var later = Assert.IsType<SinkReply.Later>(await DeliverAsync(("ims", "{outcome}")));

        Assert.Equal(("Unconfirmed", TimeSpan.FromMinutes(16), false, true), (later.Reason, later.RetryAfter, later.IsPause, later.IsOfOutcome));
    }

    [Theory]
    [MemberData(nameof(LaterFailures))]
    public async Task A_write_that_was_not_answered_is_not_forgotten_for_a_failure_after_it(Exception failure)
    {
        var puts = 0;
        _objects.Answering = call =>
        {
            if (call == "put" && ++puts == 1)
            {
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            }

            if (call == "head" && puts > 0)
            {
                throw failure;
            }
        };

        Assert.Equal("Unconfirmed", Assert.IsType<SinkReply.Later>(await DeliverAsync(("ims", "{outcome}"))).Reason);
    }

    public static TheoryData<Exception> LaterFailures =>
    [
        new OssException("HeadObject", HttpStatusCode.Forbidden, "AccessDenied", "R"),
        new OssException("HeadObject", HttpStatusCode.Forbidden, "SecurityTokenExpired", "R"),
        new TimeoutException("slow"),
        new InvalidDataException("LEDGER-UNREADABLE: a record."),
    ];

    [Fact]
    public async Task An_object_that_changes_at_every_look_is_left_to_the_next_try()
    {
        _objects.Put = () => _objects.Tags = Tags(("ims", "by another"));

        Assert.Equal("Unsettled", Assert.IsType<SinkReply.Later>(await DeliverAsync(("ims", "{outcome}"))).Reason);
        Assert.Equal(4, _objects.Calls.Count(call => call == "put"));
    }

    [Fact]
    public async Task Only_ends_with_a_mark_are_taken_and_no_test()
    {
        var marked = Outcome(await AddAsync(TestData.Upload(), 0, "succeeded", ("ims", "{outcome}")));

        Assert.Equal((true, false, false), (_sink.Takes(marked), _sink.Takes(marked with { ObjectTags = null }), ((IOutcomeSink)_sink).IsReceiver));
    }

    private void ReplaceOnce()
    {
        _objects.ETag = OtherBytes;
        _objects.Put = () => { };
    }

    private void Refuse(string call, HttpStatusCode status, string code) =>
        _objects.Answering = now =>
        {
            if (now == call)
            {
                throw new OssException("any", status, code, "R");
            }
        };

    private async Task<SinkReply> DeliverAsync(params (string Name, string Template)[] mark) =>
        await DeliverAsync(Outcome(await AddAsync(TestData.Upload(), 0, "succeeded", mark)));

    private Task<SinkReply> DeliverAsync(Outcome outcome) => _sink.DeliverAsync(outcome, default);

    private static Outcome Outcome(RunHistory run) => OutcomeFactory.Create(run)[^1];

    /// <summary>A run in the ledger that has ended so many minutes after now.</summary>
    private async Task<RunHistory> AddAsync(Upload upload, int minutes, string outcome, params (string Name, string Template)[] mark)
    {
        var id = RunId.Create(upload, "video");
        RunRecord[] records =
        [
            TestData.Claim() with { Src = ClaimSource.From(upload), Plan = new(new("t"), "{}", Mark: Tags(mark)) },
            new IntentRecord { Seq = 1, Epoch = 1, Nonce = $"{id}-1", At = TestData.Now, MediaId = "m", Gen = 1, AcsDate = TestData.Now, AcsNonce = "n", UserDataSha = "s", NotAfter = TestData.Now },
            new StartedRecord { Seq = 2, Epoch = 1, Nonce = $"{id}-2", At = TestData.Now, Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByReply },
            new DoneRecord { Seq = 3, Epoch = 1, Nonce = $"{id}-3", At = TestData.Now.AddMinutes(minutes), Outcome = outcome, How = "poll", Task = new(TestData.TaskId, "s") },
        ];
        var history = RunHistory.Empty(id);

        foreach (var record in records)
        {
            history = Assert.IsType<Append.Won>(await _ledger.TryAppendAsync(history, record, default)).History;
        }

        return history;
    }

    private static Dictionary<string, string> Tags(params (string Name, string Value)[] tags) => tags.ToDictionary(tag => tag.Name, tag => tag.Value);
}
