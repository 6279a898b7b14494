using System.Globalization;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Outcomes.Delivery;

/// <summary>One dead or slow receiver delays no other.</summary>
public sealed class IndependentSinksTests
{
    private const int TriesAtOnce = 8;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_healthy_receiver_has_1000_outcomes_before_a_dead_and_a_slow_one_have_answered_once()
    {
        const int Outcomes = 1000;
        var (dead, slow, healthy) = (new BlockedSink("dead"), new BlockedSink("slow"), new CountingSink("healthy", Outcomes));
        var host = new TestHost(sinks: [dead, slow, healthy]);
        await EndAsync(host, Outcomes);

        var sweep = host.SweepAsync();
        await Task.WhenAll(healthy.HasAll, dead.IsBusy, slow.IsBusy).WaitAsync(Hang);

        Assert.Equal((TriesAtOnce, TriesAtOnce), (dead.Tries, slow.Tries));
        Assert.False(sweep.IsCompleted);

        // No time has passed until now. The slow one answers within the time of the sweep, the dead one does not.
        slow.Answer(new SinkReply.Delivered());
        dead.Answer(new SinkReply.Later("no answer within 15 s", IsTimeout: true));
        await sweep.WaitAsync(Hang);

        Assert.Equal((TriesAtOnce, Outcomes, Outcomes), (dead.Tries, slow.Tries, healthy.Tries));
        Assert.Equal(Outcomes, host.Oss.Keys.Count(key => key.StartsWith("o/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_receiver_that_was_silent_is_next_sent_what_it_was_never_sent()
    {
        const int Outcomes = 20;
        var dead = new BlockedSink("dead");
        var host = new TestHost(sinks: [dead]);
        await EndAsync(host, Outcomes);
        dead.Answer(new SinkReply.Later("no answer within 15 s", IsTimeout: true));
        await host.SweepAsync();
        var first = dead.Sent.ToHashSet();
        host.Time.Advance(TimeSpan.FromHours(1));

        await host.SweepAsync();

        Assert.InRange(first.Count, 1, TriesAtOnce);
        Assert.DoesNotContain(dead.Sent.Skip(first.Count).Take(1), first.Contains);
    }

    [Fact]
    public async Task What_a_receiver_was_never_sent_goes_before_what_it_has_refused()
    {
        var failing = new RecordingSink("failing");
        var host = new TestHost(sinks: [failing]);
        await EndAsync(host, 3);
        failing.Answer = () =>
        {
            // The time for deliveries is over after one.
            host.Time.Advance(TimeSpan.FromSeconds(18));
            return new SinkReply.Later("answered 500");
        };

        for (var sweep = 0; sweep < 3; sweep++)
        {
            await host.SweepAsync();
            host.Time.Advance(TimeSpan.FromHours(4));
        }

        Assert.Equal((3, 3), (failing.Delivered.Count, failing.Delivered.Select(outcome => outcome.Id).Distinct().Count()));
    }

    [Theory]
    [InlineData("00:00:17.9999999", 2)]
    [InlineData("00:00:18", 1)]
    public async Task No_delivery_is_begun_after_15_percent_of_the_functions_time(string first, int tries)
    {
        var slow = new RecordingSink("slow");
        var host = new TestHost(sinks: [slow]);
        await EndAsync(host, 2);
        slow.Answer = () =>
        {
            host.Time.Advance(TimeSpan.Parse(first, CultureInfo.InvariantCulture));
            return new SinkReply.Delivered();
        };

        await host.SweepAsync();

        Assert.Equal(tries, slow.Delivered.Count);
    }

    [Theory]
    [InlineData("00:00:05.9999999", 9)]
    [InlineData("00:00:06", 8)]
    public async Task No_outcome_is_read_after_5_percent_of_the_functions_time(string first, int read)
    {
        var sink = new CountingSink("sink", 10);
        var host = new TestHost(sinks: [sink]);
        await EndAsync(host, 9);
        var isFirst = true;
        host.Oss.Reading = key =>
        {
            if (isFirst && key.StartsWith("w/", StringComparison.Ordinal))
            {
                isFirst = false;
                host.Time.Advance(TimeSpan.Parse(first, CultureInfo.InvariantCulture));
            }
        };

        await host.SweepAsync();

        Assert.Equal(read, sink.Tries);
    }

    [Fact]
    public async Task The_newest_is_read_first_then_the_oldest_and_so_on()
    {
        var host = new TestHost(sinks: [new RecordingSink()]);
        var uploads = Enumerable.Range(0, 500).Select(number => TestData.Upload($"uploads/{number}.mp4"))
            .GroupBy(upload => RunId.Create(upload, TestData.Rule.Name).UploadHash[0]).First(shard => shard.Count() >= 5).Take(5).ToArray();

        foreach (var upload in uploads)
        {
            await AnnounceEndAsync(host, upload);
            host.Time.Advance(TimeSpan.FromHours(1));
        }

        var due = await host.DueOutcomes.ReadAsync([new RecordingSink()], host.Time.GetUtcNow().AddMinutes(1), default);

        int[] order = [4, 0, 3, 1, 2];
        Assert.Equal(
            order.Select(number => RunId.Create(uploads[number], TestData.Rule.Name).Value),
            due.Select(outcome => outcome.Marker.Run.Value));
    }

    [Fact]
    public async Task An_outcome_whose_receiver_was_not_tried_stays_and_is_delivered_by_a_later_sweep()
    {
        const int Outcomes = 20;
        var (dead, healthy) = (new BlockedSink("dead"), new CountingSink("healthy", Outcomes));
        var host = new TestHost(sinks: [dead, healthy]);
        await EndAsync(host, Outcomes);
        dead.Answer(new SinkReply.Later("no answer within 15 s", IsTimeout: true));
        await host.SweepAsync();

        dead.Answer(new SinkReply.Delivered());
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.SweepAsync();

        Assert.Equal((Outcomes, Outcomes), (dead.Sent.Distinct().Count(), healthy.Tries));
        Assert.DoesNotContain(host.Oss.Keys, key => key.StartsWith("o/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_for_hours_does_not_delay_the_next_try_to_another()
    {
        var (patient, failing) = (new RecordingSink("patient"), new RecordingSink("failing"));
        var host = new TestHost(sinks: [patient, failing]);
        await EndAsync(host, 1);
        patient.Answer = () => new SinkReply.Later("answered 503", TimeSpan.FromHours(10));
        failing.Answer = () => new SinkReply.Later("answered 500");
        await host.SweepAsync();
        host.Time.Advance(TimeSpan.FromMinutes(10));

        await host.SweepAsync();

        Assert.Equal((1, 2), (patient.Delivered.Count, failing.Delivered.Count));
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_is_left_alone_for_the_rest_of_the_sweep()
    {
        var busy = new BlockedSink("busy");
        var host = new TestHost(sinks: [busy]);
        await EndAsync(host, 100);
        busy.Answer(new SinkReply.Later("answered 503", TimeSpan.FromMinutes(2)));

        await host.SweepAsync();

        Assert.InRange(busy.Tries, 1, TriesAtOnce);
    }

    [Fact]
    public async Task Receivers_that_are_done_at_the_same_time_keep_each_others_entries()
    {
        IOutcomeSink[] sinks = [.. Enumerable.Range(0, 12).Select(number => new CountingSink($"sink-{number}", 40))];
        var host = new TestHost(sinks: sinks);
        await EndAsync(host, 40);

        await host.SweepAsync();

        foreach (var key in host.Oss.Keys.Where(key => key.StartsWith("w/", StringComparison.Ordinal)).ToArray())
        {
            var state = DeliveryState.Parse(await host.Oss.GetAsync(key, default));
            Assert.Equal((12, true), (state.Entries.Count, state.Entries.Values.All(entry => entry.Last == DeliveryEntry.Delivered)));
        }

        Assert.Equal(40, host.Oss.Keys.Count(key => key.StartsWith("w/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_backlog_that_takes_longer_to_read_than_a_sweep_may_read_delays_no_new_outcome()
    {
        const int Backlog = 100;
        var (dead, healthy) = (new BlockedSink("dead"), new CountingSink("healthy", Backlog + 3));
        var host = new TestHost(sinks: [dead, healthy]);
        await EndAsync(host, Backlog);
        dead.Answer(new SinkReply.Later("no answer within 15 s", IsTimeout: true));
        await host.SweepAsync();
        host.Time.Advance(TimeSpan.FromHours(1));
        await AnnounceEndsAsync(host, 3, from: Backlog);
        host.Oss.Reading = _ => host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.SweepAsync();

        Assert.Equal(Backlog + 3, healthy.Tries);
        Assert.InRange(host.Oss.Keys.Count(key => key.StartsWith("o/", StringComparison.Ordinal)), Backlog, Backlog + 3);
    }

    [Fact]
    public async Task A_backlog_of_more_outcomes_than_a_sweep_may_read_delays_no_new_outcome()
    {
        const int MaxOutcomes = 5000;
        var healthy = new CountingSink("healthy", 1);
        var host = new TestHost(sinks: [healthy]);
        host.Oss.PageSize = 1000;
        host.TaskIs("Processing");
        var backlog = (await host.DeliverAsync("backlog")).Id;

        // These markers stay, as those of outcomes that wait for a silent receiver do: the run has not ended.
        for (var end = 0; end < MaxOutcomes; end++)
        {
            await host.Oss.PutAsync(new Marker(backlog, TestData.Now, Marker.Undelivered, end).Key, ReadOnlyMemory<byte>.Empty, default);
        }

        // The listing begins with the backlog, an hour later.
        host.Time.Advance(TimeSpan.FromHours(1));

        while (Marker.Shards[Marker.FirstShard(host.Time.GetUtcNow())] != backlog.UploadHash[0])
        {
            host.Time.Advance(TimeSpan.FromMinutes(5));
        }

        await AnnounceEndsAsync(host, 1);

        await host.SweepAsync();

        Assert.Equal(1, healthy.Tries);
    }

    [Fact]
    public async Task Behind_a_full_listing_an_outcome_of_the_last_15_minutes_is_new_though_the_hour_has_changed()
    {
        const int MaxOutcomes = 5000;
        var healthy = new CountingSink("healthy", 1);
        var host = new TestHost(sinks: [healthy]);
        host.Oss.PageSize = 1000;

        // At 02:10 the listing begins with the shard of the backlog.
        var shard = Marker.Shards[Marker.FirstShard(TestData.Now.AddMinutes(115))];
        var uploads = Enumerable.Range(0, 500).Select(number => TestData.Upload($"uploads/{number}.mp4")).ToLookup(upload => RunId.Create(upload, TestData.Rule.Name).UploadHash[0] == shard);
        var backlog = (await host.DeliverAsync("backlog", uploads[true].First())).Id;

        for (var end = 0; end < MaxOutcomes; end++)
        {
            await host.Oss.PutAsync(new Marker(backlog, TestData.Now, Marker.Undelivered, end).Key, ReadOnlyMemory<byte>.Empty, default);
        }

        host.Time.Advance(TimeSpan.FromMinutes(101));
        await AnnounceEndAsync(host, uploads[false].First());
        host.TaskIs("Processing");
        host.Time.Advance(TimeSpan.FromMinutes(14));

        await host.SweepAsync();

        Assert.Equal(1, healthy.Tries);
    }

    private static async Task EndAsync(TestHost host, int outcomes)
    {
        await AnnounceEndsAsync(host, outcomes);
        host.Time.Advance(TimeSpan.FromHours(1));
    }

    private static async Task AnnounceEndsAsync(TestHost host, int outcomes, int from = 0)
    {
        for (var number = from; number < from + outcomes; number++)
        {
            await AnnounceEndAsync(host, TestData.Upload($"uploads/{number}.mp4"));
        }
    }

    private static async Task AnnounceEndAsync(TestHost host, Upload upload)
    {
        var run = await host.DeliverAsync($"request-{upload.Key}", upload);
        await host.Journal.TryRecordAsync(
            run, new DoneRecord { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") }, TestData.Invocation(), default);
        await host.Oss.PutAsync(Marker.ForEnd(run.Id, (await host.Journal.ReadAsync(run.Id, default)).History.Records[^1]).Key, ReadOnlyMemory<byte>.Empty, default);
    }

    /// <summary>Answers nothing until the test sets the answer.</summary>
    private sealed class BlockedSink(string name) : IOutcomeSink
    {
        private readonly Lock _gate = new();
        private readonly List<string> _sent = [];
        private readonly TaskCompletionSource _isBusy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource<SinkReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => name;

        public IReadOnlyList<string> Sent
        {
            get
            {
                lock (_gate)
                {
                    return [.. _sent];
                }
            }
        }

        public int Tries => Sent.Count;

        /// <summary>As many tries are under way as may be at once.</summary>
        public Task IsBusy => _isBusy.Task;

        public void Answer(SinkReply reply)
        {
            if (!_answer.TrySetResult(reply))
            {
                _answer = new();
                _answer.SetResult(reply);
            }
        }

        public Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _sent.Add(outcome.Id);

                if (_sent.Count == TriesAtOnce)
                {
                    _isBusy.TrySetResult();
                }
            }

            return _answer.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes everything at once.</summary>
    private sealed class CountingSink(string name, int all) : IOutcomeSink
    {
        private readonly TaskCompletionSource _hasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _tries;

        public string Name => name;

        public int Tries => _tries;

        public Task HasAll => _hasAll.Task;

        public Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _tries) == all)
            {
                _hasAll.SetResult();
            }

            return Task.FromResult<SinkReply>(new SinkReply.Delivered());
        }
    }
}
