using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Tests.Outcomes.Delivery;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Outcomes.Marks;

/// <summary>A mark is delivered as an outcome is, with or without receivers of outcomes.</summary>
public sealed class MarkDeliveryTests
{
    private static readonly Rule Marking = TestData.Rule with { Mark = new Dictionary<string, string> { ["ims"] = "{outcome}" } };

    private readonly RecordingSink _receiver = new();

    [Fact]
    public async Task The_object_is_marked_by_the_sweep_after_the_end()
    {
        var host = new TestHost();
        HasObject(host);
        await EndAsync(host, Marking);
        Assert.Single(Markers(host));

        await host.SweepAsync();
        await host.SweepAsync();

        await host.Tagger.Received(1).PutTaggingAsync(
            "media-in", "uploads/beach.mp4", null, Arg.Is<IReadOnlyDictionary<string, string>>(tags => tags.Count == 1 && tags["ims"] == "succeeded"), Arg.Any<CancellationToken>());
        Assert.Empty(Markers(host));
        Assert.Contains($"Delivered workflow_run.succeeded of run {TestData.RunId} to mark (attempt 1).", host.Log.Infos);
    }

    [Fact]
    public async Task The_marker_of_a_run_whose_mark_could_not_be_announced_stays()
    {
        var host = new TestHost();
        HasObject(host);
        await host.DeliverAsync(rule: Marking);
        host.Oss.Refuses = key => key.StartsWith("o/", StringComparison.Ordinal) ? new OssException("PutObject", HttpStatusCode.Forbidden, "AccessDenied", "R") : null;
        await Assert.ThrowsAsync<OssException>(() => host.CallBackAsync("{}"));
        await host.BackgroundWork.WhenAllAsync(default);

        Assert.Single(host.Ledger.Markers);
        host.Oss.Refuses = _ => null;
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.SweepAsync();

        Assert.Empty(host.Ledger.Markers);
        await host.Tagger.ReceivedWithAnyArgs(1).PutTaggingAsync(default!, default!, default, default!, default);
    }

    [Fact]
    public async Task A_run_without_a_mark_goes_to_the_receivers_alone()
    {
        var host = new TestHost(sinks: _receiver);
        await EndAsync(host, TestData.Rule);

        await host.SweepAsync();

        Assert.Single(_receiver.Delivered);
        Assert.Empty(Markers(host));
        Assert.Equal(["3/recording"], await EntriesAsync(host));
    }

    [Fact]
    public async Task A_run_with_a_mark_goes_to_both_and_the_outputs_to_the_receiver_alone()
    {
        var host = new TestHost(sinks: _receiver);
        HasObject(host);
        await EndAsync(host, Marking);
        host.Ims.ClearReceivedCalls();

        await host.SweepAsync();

        Assert.Single(_receiver.Delivered);
        Assert.Equal(["3/mark", "3/recording"], await EntriesAsync(host));
        await host.Ims.ReceivedWithAnyArgs(1).GetWorkflowTaskAsync(default!, default);
        Assert.Empty(Markers(host));
    }

    [Fact]
    public async Task An_outcome_waits_for_the_sink_that_has_not_taken_it()
    {
        var host = new TestHost(sinks: _receiver);
        _receiver.Answer = () => new SinkReply.Later("answered 500");
        HasObject(host);
        await EndAsync(host, Marking);

        await host.SweepAsync();
        host.Time.Advance(TimeSpan.FromMinutes(10));
        await host.SweepAsync();

        Assert.Equal(2, _receiver.Delivered.Count);
        await host.Tagger.ReceivedWithAnyArgs(1).PutTaggingAsync(default!, default!, default, default!, default);
        Assert.Single(Markers(host));
    }

    /// <summary>Its receiver may be there again tomorrow.</summary>
    [Fact]
    public async Task What_no_sink_takes_is_left_and_costs_no_state()
    {
        var host = new TestHost(sinks: _receiver);
        await EndAsync(host, TestData.Rule);

        await host.AnotherProcess([]).SweepAsync();

        Assert.Single(Markers(host));
        Assert.DoesNotContain(host.Oss.Keys, key => key.StartsWith("w/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_with_a_code_is_named_by_it()
    {
        var host = new TestHost();
        host.Objects.HeadAsync(default!, default!, default).ThrowsAsyncForAnyArgs(new InvalidDataException("LEDGER-UNREADABLE: a record of another run of the key."));
        await EndAsync(host, Marking);

        await host.SweepAsync();

        Assert.Equal("LEDGER-UNREADABLE", (await StateAsync(host)).Find("3/mark")?.Last);
    }

    [Fact]
    public async Task An_object_that_is_gone_is_said_and_is_no_error()
    {
        var host = new TestHost();
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs((OssHead?)null);
        await EndAsync(host, Marking);

        await host.SweepAsync();

        Assert.Contains($"workflow_run.succeeded of run {TestData.RunId} is not delivered to mark: ObjectGone. Nothing is left to do.", host.Log.Infos);
        Assert.Empty(host.Log.Errors);
        Assert.Empty(Markers(host));
        Assert.Equal(new DeliveryEntry(1, null, "ObjectGone", host.Time.GetUtcNow()), (await StateAsync(host)).Find("3/mark"));
    }

    [Fact]
    public async Task Tags_that_OSS_does_not_take_are_an_error_that_names_them()
    {
        var host = new TestHost();
        HasObject(host);
        host.Tagger.PutTaggingAsync(default!, default!, default, default!, default).ThrowsAsyncForAnyArgs(new OssException("PutObjectTagging", HttpStatusCode.BadRequest, "InvalidTag", "R"));
        await EndAsync(host, Marking);

        await host.SweepAsync();

        Assert.Equal([$"Gave up delivering workflow_run.succeeded of run {TestData.RunId} to mark after 1 attempts: TagsRefused. Its state stays in the ledger under w/."], host.Log.Errors);
        Assert.Empty(Markers(host));
    }

    [Fact]
    public async Task Stale_keys_end_the_sweep_and_count_as_no_try()
    {
        var host = new TestHost();
        HasObject(host);
        host.Tagger.PutTaggingAsync(default!, default!, default, default!, default).ThrowsAsyncForAnyArgs(new OssException("PutObjectTagging", HttpStatusCode.Forbidden, "SecurityTokenExpired", "R"));
        await EndAsync(host, Marking);

        await Assert.ThrowsAsync<OssException>(host.SweepAsync);

        Assert.Empty((await StateAsync(host)).Entries);
        Assert.Single(Markers(host));
    }

    /// <summary>Another sweep has marked the object and taken the marker away: the write of this one may still arrive.</summary>
    [Fact]
    public async Task A_write_that_was_not_answered_keeps_its_marker_although_another_sweep_has_marked_the_object()
    {
        var host = new TestHost();
        HasObject(host);
        await EndAsync(host, Marking);
        var marker = Assert.Single(Markers(host));
        host.Tagger.PutTaggingAsync(default!, default!, default, default!, default).ReturnsForAnyArgs(async Task<bool> (_) =>
        {
            await host.Oss.DeleteAsync(marker, default);
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        });

        await host.SweepAsync();

        Assert.Equal("Unconfirmed", (await StateAsync(host)).Find("3/mark")?.Last);
        Assert.Equal(marker, Assert.Single(Markers(host)));
    }

    private static void HasObject(TestHost host)
    {
        IReadOnlyDictionary<string, string> tags = new Dictionary<string, string>();
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(new OssHead(TestData.Upload().ETag, 10, TestData.Now, null, null, new Dictionary<string, string>()));
        host.Objects.GetTaggingAsync(default!, default!, default, default).ReturnsForAnyArgs(_ => tags);
        host.Tagger.PutTaggingAsync(default!, default!, default, default!, default).ReturnsForAnyArgs(call =>
        {
            tags = call.Arg<IReadOnlyDictionary<string, string>?>() ?? tags;
            return true;
        });
    }

    private static async Task EndAsync(TestHost host, Rule rule)
    {
        await host.DeliverAsync(rule: rule);
        await host.CallBackAsync("{}");
        await host.BackgroundWork.WhenAllAsync(default);
    }

    private static string[] Markers(TestHost host) => [.. host.Oss.Keys.Where(key => key.StartsWith("o/", StringComparison.Ordinal))];

    private static async Task<DeliveryState> StateAsync(TestHost host) => DeliveryState.Parse(await host.Oss.GetAsync(LedgerKeys.DeliveryState(TestData.RunId), default));

    private static async Task<IEnumerable<string>> EntriesAsync(TestHost host) => (await StateAsync(host)).Entries.Keys.Order(StringComparer.Ordinal);
}
