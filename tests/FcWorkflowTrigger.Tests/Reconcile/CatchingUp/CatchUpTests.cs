using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Reconcile.CatchingUp;

/// <summary>Sweeps over a media bucket in memory, with pages of two objects.</summary>
public sealed class CatchUpTests
{
    private const string ETag = "4F0C1E9A7B3D5C286E8A9B1D2C3F4E57";

    private static readonly CatchUpPlace Place = new("media-in", "uploads/", TimeSpan.FromHours(2));

    private readonly TestHost _host;
    private readonly SortedDictionary<string, OssEntry> _objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = [];
    private readonly List<string?> _listed = [];
    private readonly List<string> _prefixes = [];
    private Action _looking = () => { };
    private int _pageSize = 2;
    private string? _unlistable;

    public CatchUpTests() => _host = CreateHost(new([Place]));

    [Fact]
    public async Task An_object_without_a_run_is_taken_up_once_as_a_backfill_would_and_its_run_says_how_it_came()
    {
        Put("uploads/a.mp4", minutes: 10);

        await _host.SweepAsync();
        await _host.SweepAsync();

        var run = Assert.IsType<WorkflowRun.Started>(await ReadAsync("uploads/a.mp4"));
        Assert.Equal(ClaimVia.CatchUp, run.Claim.Via);
        Assert.Equal(1, _host.StartsSent);
        Assert.Contains($"[WARNING] The event of oss://media-in/uploads/a.mp4 was missed: run {run.Id} is opened for it under rule video. Look at the trigger.", LinesOf(_host));
        Assert.Contains("[INFO] Caught up: 1 objects listed, 1 asked after, 1 taken, 0 failed.", LinesOf(_host));
        Assert.Contains("[INFO] Caught up: 1 objects listed, 0 asked after, 0 taken, 0 failed.", LinesOf(_host));
        Assert.Equal(TestData.Now, (await CursorAsync()).TakenAt);
    }

    [Fact]
    public async Task A_run_that_an_operator_asked_for_does_not_say_so()
    {
        Put("uploads/a.mp4", minutes: 10);

        await _host.AskIngestAsync("""{"backfill":{"bucket":"media-in","key":"uploads/a.mp4"}}""");

        Assert.Null(Assert.IsType<WorkflowRun.Started>(await ReadAsync("uploads/a.mp4")).Claim.Via);
    }

    [Fact]
    public async Task A_late_event_of_an_object_that_was_taken_up_starts_nothing()
    {
        Put("uploads/a.mp4", minutes: 10);
        await _host.SweepAsync();

        await _host.AnotherProcess().IngestAsync(
            $$$"""{"events":[{"eventName":"ObjectCreated:PutObject","eventTime":"{{{TestData.Now.AddMinutes(-10):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}","region":"cn-shanghai","oss":{"bucket":{"name":"media-in"},"object":{"key":"uploads/a.mp4","eTag":"{{{ETag}}}","size":10}},"responseElements":{"requestId":"late"}}]}""");

        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task An_object_that_has_a_run_is_asked_after_once_and_left_alone()
    {
        await _host.DeliverAsync();
        Put("uploads/beach.mp4", minutes: 30);

        await _host.SweepAsync();
        await _host.SweepAsync();

        Assert.Equal(1, _host.StartsSent);
        Assert.Contains("[INFO] Caught up: 1 objects listed, 1 asked after, 0 taken, 0 failed.", LinesOf(_host));
        Assert.Contains("[INFO] Caught up: 1 objects listed, 0 asked after, 0 taken, 0 failed.", LinesOf(_host));
        Assert.DoesNotContain(LinesOf(_host), line => line.Contains("was missed", StringComparison.Ordinal));
        Assert.Null((await CursorAsync()).TakenAt);
    }

    [Fact]
    public async Task A_run_that_was_taken_up_and_goes_on_is_not_taken_up_again()
    {
        Put("uploads/a.mp4", minutes: 10);
        _host.TaskIs("Processing");
        await _host.SweepAsync();

        // A round that looks at all of it again.
        _host.Time.Advance(TimeSpan.FromMinutes(61));
        await _host.SweepAsync();

        Assert.Contains("[INFO] Caught up: 1 objects listed, 1 asked after, 0 taken, 0 failed.", LinesOf(_host));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task What_is_younger_than_ten_minutes_or_older_than_the_time_is_left_alone()
    {
        Put("uploads/young.mp4", minutes: 9.9);
        Put("uploads/old.mp4", minutes: 120);

        await _host.SweepAsync();
        Assert.Equal(0, _host.StartsSent);

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("uploads/young.mp4"));
        Assert.IsType<WorkflowRun.Unclaimed>(await ReadAsync("uploads/old.mp4"));
    }

    [Fact]
    public async Task What_the_rules_refuse_by_its_key_costs_no_request()
    {
        Put("uploads/a.txt", minutes: 20);
        Put("uploads/folder/", minutes: 20);
        Put("uploads/empty.mp4", minutes: 20, size: 0);

        await _host.SweepAsync();

        Assert.Contains("[INFO] Caught up: 3 objects listed, 0 asked after, 0 taken, 0 failed.", LinesOf(_host));
        Assert.DoesNotContain(_host.Objects.ReceivedCalls(), call => call.GetMethodInfo().Name != nameof(IObjectReader.ListAsync));
        Assert.Equal(0, _host.Ledger.Reads);
    }

    [Fact]
    public async Task Every_rule_that_takes_the_object_opens_its_run()
    {
        var host = CreateHost(new([Place]), TestData.Rules(TestData.Rule with { Continue = true }, TestData.Rule with { Name = "second" }));
        Put("uploads/a.mp4", minutes: 10);

        await host.SweepAsync();

        Assert.Equal(2, host.StartsSent);
    }

    [Fact]
    public async Task A_round_goes_through_all_pages_and_the_next_begins_at_the_first()
    {
        PutMany(5, number => $"uploads/{number}.mp4", minutes: 20);

        await _host.SweepAsync();

        Assert.Equal([null, "uploads/1.mp4", "uploads/3.mp4"], _listed);
        Assert.Equal(5, _host.StartsSent);

        await _host.SweepAsync();
        Assert.Null(_listed[3]);
    }

    [Fact]
    public async Task A_sweep_reads_some_pages_and_the_next_goes_on_behind_them()
    {
        PutMany((PlaceCatchUp.MostPages * _pageSize) + 1, number => $"uploads/{number:D3}.txt", minutes: 20);

        await _host.SweepAsync();
        Assert.Equal(PlaceCatchUp.MostPages, _listed.Count);
        Assert.Null((await CursorAsync()).Through);

        await _host.SweepAsync();
        Assert.Equal("uploads/039.txt", _listed[^1]);
        Assert.Equal(TestData.Now.AddMinutes(-10), (await CursorAsync()).Through);
    }

    [Fact]
    public async Task After_two_hundred_runs_a_sweep_stops_and_the_next_goes_on_with_the_rest()
    {
        _pageSize = 1000;

        PutMany(PlaceCatchUp.MostTaken + 10, number => $"uploads/{number:D3}.mp4", minutes: 20);

        await _host.SweepAsync();
        Assert.Equal(PlaceCatchUp.MostTaken, _host.StartsSent);
        Assert.Equal("uploads/199.mp4", (await CursorAsync()).Round!.After);

        await _host.SweepAsync();
        Assert.Equal(210, _host.StartsSent);
    }

    [Fact]
    public async Task An_object_that_cannot_be_looked_at_stops_no_other_and_is_tried_again_by_each_sweep()
    {
        Put("uploads/a.mp4", minutes: 20);
        Put("uploads/b.mp4", minutes: 20);
        _unreadable.Add("uploads/a.mp4");

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("uploads/b.mp4"));
        Assert.Equal([new FailedObject("uploads/a.mp4", TestData.Now.AddMinutes(-20))], (await CursorAsync()).Failed);
        Assert.Contains("[INFO] Caught up: 2 objects listed, 2 asked after, 1 taken, 1 failed.", LinesOf(_host));
        Assert.Contains(LinesOf(_host), line => line.StartsWith("[WARNING] Whether the event of oss://media-in/uploads/a.mp4 was missed could not be found out; the next sweep tries again.", StringComparison.Ordinal));

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.SweepAsync();
        Assert.Single((await CursorAsync()).Failed);
        Assert.Equal(TestData.Now, (await CursorAsync()).TakenAt);

        _unreadable.Clear();
        await _host.SweepAsync();

        Assert.Equal(ClaimVia.CatchUp, Assert.IsType<WorkflowRun.Started>(await ReadAsync("uploads/a.mp4")).Claim.Via);
        Assert.Empty((await CursorAsync()).Failed);
        Assert.Equal(TestData.Now.AddMinutes(1), (await CursorAsync()).TakenAt);
        Assert.Contains("[INFO] Caught up: 2 objects listed, 1 asked after, 1 taken, 0 failed.", LinesOf(_host));
    }

    [Fact]
    public async Task An_object_that_has_failed_and_is_listed_again_is_taken_and_told_once()
    {
        Put("uploads/a.mp4", minutes: 20);
        _unreadable.Add("uploads/a.mp4");
        _host.TaskIs("Processing");
        await _host.SweepAsync();

        // A round that looks at all of it again.
        _host.Time.Advance(TimeSpan.FromMinutes(61));
        _unreadable.Clear();
        await _host.SweepAsync();

        Assert.Single(LinesOf(_host), line => line.StartsWith("[WARNING] The event of oss://media-in/uploads/a.mp4 was missed", StringComparison.Ordinal));
        Assert.Contains("[INFO] Caught up: 1 objects listed, 1 asked after, 1 taken, 0 failed.", LinesOf(_host));
        Assert.Empty((await CursorAsync()).Failed);
    }

    [Fact]
    public async Task An_object_that_has_failed_is_tried_again_also_while_its_place_cannot_be_listed()
    {
        Put("uploads/a.mp4", minutes: 20);
        _unreadable.Add("uploads/a.mp4");
        await _host.SweepAsync();

        _unreadable.Clear();
        _unlistable = "media-in";
        await _host.SweepAsync();

        Assert.Equal(1, _host.StartsSent);
        Assert.Empty((await CursorAsync()).Failed);
        Assert.Contains(LinesOf(_host), line => line.Contains("could not be looked through for missed events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_looked_at_before_a_listing_failed_is_remembered()
    {
        Put("uploads/a.mp4", minutes: 20);
        Put("uploads/b.mp4", minutes: 20);
        Put("uploads/c.mp4", minutes: 20);
        _looking = () => _unlistable = "media-in";

        await _host.SweepAsync();

        Assert.Equal(2, _host.StartsSent);
        Assert.Equal("uploads/b.mp4", (await CursorAsync()).Round!.After);
    }

    [Fact]
    public async Task An_object_that_was_replaced_since_the_listing_is_left_to_a_later_round_and_the_same_bytes_again_to_a_later_try()
    {
        Put("uploads/a.mp4", minutes: 20);
        Put("uploads/b.mp4", minutes: 20);
        _looking = () =>
        {
            _objects["uploads/a.mp4"] = _objects["uploads/a.mp4"] with { ETag = "5F0C1E9A7B3D5C286E8A9B1D2C3F4E57", LastModified = TestData.Now };
            _objects["uploads/b.mp4"] = _objects["uploads/b.mp4"] with { LastModified = TestData.Now };
        };

        await _host.SweepAsync();

        Assert.Equal(0, _host.StartsSent);
        Assert.Equal("uploads/b.mp4", Assert.Single((await CursorAsync()).Failed).Key);

        _looking = () => { };
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        await _host.SweepAsync();

        Assert.Equal(2, _host.StartsSent);
        Assert.Empty((await CursorAsync()).Failed);
    }

    [Fact]
    public async Task A_sweep_that_is_canceled_says_of_no_object_that_it_failed()
    {
        using var canceled = new CancellationTokenSource();
        Put("uploads/a.mp4", minutes: 20);
        _looking = () =>
        {
            canceled.Cancel();
            throw new OperationCanceledException();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.ReconcileAsync("{}"u8.ToArray(), cancellationToken: canceled.Token));

        Assert.DoesNotContain(LinesOf(_host), line => line.Contains("could not be found out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_read_is_written_anew()
    {
        Put("uploads/a.mp4", minutes: 20);
        await _host.Oss.PutAsync(LedgerKeys.CatchUpCursor(Place.Bucket, Place.Prefix), "{"u8.ToArray(), default);

        await _host.SweepAsync();

        Assert.Equal(1, _host.StartsSent);
        Assert.Equal(TestData.Now.AddMinutes(-10), (await CursorAsync()).Through);
    }

    [Fact]
    public async Task An_object_that_cannot_be_looked_at_until_it_is_too_old_is_named_and_given_up()
    {
        Put("uploads/a.mp4", minutes: 20);
        _unreadable.Add("uploads/a.mp4");
        await _host.SweepAsync();

        _host.Time.Advance(TimeSpan.FromMinutes(99));
        await _host.SweepAsync();
        Assert.Single((await CursorAsync()).Failed);

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        _unreadable.Clear();
        await _host.SweepAsync();

        Assert.Empty((await CursorAsync()).Failed);
        Assert.Contains("[ERROR] Whether the event of oss://media-in/uploads/a.mp4 was missed could not be found out, and the object is too old now: a person must look.", LinesOf(_host));
        Assert.Equal(0, _host.StartsSent);
    }

    [Fact]
    public async Task While_a_hundred_objects_fail_no_further_one_is_looked_at()
    {
        _pageSize = 1000;

        _unreadable.UnionWith(PutMany(120, number => $"uploads/{number:D3}.mp4", minutes: 20));

        await _host.SweepAsync();

        Assert.Equal(104, (await CursorAsync()).Failed.Count);
        Assert.Equal("uploads/103.mp4", (await CursorAsync()).Round!.After);

        _unreadable.Clear();
        await _host.SweepAsync();
        Assert.Equal(104, _host.StartsSent);

        await _host.SweepAsync();
        Assert.Equal(120, _host.StartsSent);
    }

    [Fact]
    public async Task New_objects_have_half_of_the_time_and_those_that_have_failed_the_other_half_in_turns()
    {
        _pageSize = 1000;

        _unreadable.UnionWith(PutMany(20, number => $"uploads/a{number:D2}.mp4", minutes: 20));

        await _host.SweepAsync();
        Assert.Equal("uploads/a00.mp4", (await CursorAsync()).Failed[0].Key);

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        PutMany(20, number => $"uploads/b{number:D2}.mp4", minutes: 10);

        // Each batch of eight takes half of the time.
        _looking = () => _host.Time.Advance(TestData.Invocation().TimeLimit * 0.1 / 16);
        await _host.SweepAsync();

        Assert.Equal(8, _host.StartsSent);
        var failed = (await CursorAsync()).Failed;
        Assert.Equal(("uploads/a08.mp4", "uploads/a07.mp4", 20), (failed[0].Key, failed[^1].Key, failed.Count));
    }

    [Fact]
    public async Task A_sweep_that_has_no_time_to_list_still_tells_what_has_become_too_old()
    {
        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromHours(3));
        _host.Oss.Reading = key => _host.Time.Advance(key.StartsWith(LedgerKeys.CatchUpRoot, StringComparison.Ordinal) ? TestData.Invocation().TimeLimit : TimeSpan.Zero);

        await _host.SweepAsync();

        Assert.Single(_listed);
        Assert.Contains(LinesOf(_host), line => line.StartsWith("[ERROR] Nobody has looked at the objects of oss://media-in/uploads/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_places_each_comes_first_now_and_then()
    {
        var host = CreateHost(new([new("media-in", "a/", TimeSpan.FromHours(1)), new("media-in", "b/", TimeSpan.FromHours(1)), new("media-in", "c/", TimeSpan.FromHours(1))]));
        var orders = new HashSet<string>();

        foreach (var _ in Enumerable.Range(0, 30))
        {
            _prefixes.Clear();
            await host.SweepAsync();
            orders.Add(string.Concat(_prefixes));
        }

        Assert.Equal(["a/b/c/", "b/c/a/", "c/a/b/"], orders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Objects_that_nobody_has_looked_at_in_time_are_told()
    {
        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(111));
        await _host.SweepAsync();

        Assert.Contains(LinesOf(_host), line => line.StartsWith("[ERROR] Nobody has looked at the objects of oss://media-in/uploads/", StringComparison.Ordinal)
            && line.Contains("from 2026-11-24 00:05:00Z to 2026-11-24 00:06:00Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Also_where_not_even_the_first_round_came_to_an_end_and_each_gap_is_told_once()
    {
        _pageSize = 1;
        PutMany((3 * PlaceCatchUp.MostPages) + 1, number => $"uploads/{number:D3}.txt", minutes: 20);
        await _host.SweepAsync();

        _host.Time.Advance(TimeSpan.FromMinutes(121));
        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();

        Assert.Contains("from 2026-11-23 22:15:00Z to 2026-11-24 00:16:00Z", Assert.Single(LinesOf(_host), line => line.Contains("Nobody has looked", StringComparison.Ordinal)), StringComparison.Ordinal);

        // The same between two rounds.
        foreach (var minutes in new[] { 5, 5, 130, 5 })
        {
            _host.Time.Advance(TimeSpan.FromMinutes(minutes));
            await _host.SweepAsync();
        }

        Assert.Equal(2, LinesOf(_host).Count(line => line.Contains("Nobody has looked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sweeps_that_come_in_time_tell_of_no_gap()
    {
        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(110));
        await _host.SweepAsync();

        Assert.DoesNotContain(LinesOf(_host), line => line.Contains("Nobody has looked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_place_that_cannot_be_listed_is_told_and_stops_no_other()
    {
        var host = CreateHost(new([new("no-such", "", TimeSpan.FromHours(1)), Place]));
        _unlistable = "no-such";
        Put("uploads/a.mp4", minutes: 20);

        await host.SweepAsync();

        Assert.Equal(1, host.StartsSent);
        Assert.Contains(LinesOf(host), line => line.StartsWith("[ERROR] ", StringComparison.Ordinal) && line.Contains("could not be looked through for missed events; the next sweep tries again.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_keys_end_the_invocation()
    {
        _host.Objects.ListAsync(default!, default!, default, default).ReturnsForAnyArgs<Task<OssPage>>(_ => throw new OssException("ListObjectsV2", HttpStatusCode.Forbidden, "SecurityTokenExpired", "R"));

        await Assert.ThrowsAsync<OssException>(() => _host.SweepAsync());
    }

    [Fact]
    public async Task Keys_that_are_refused_for_an_object_end_the_invocation_too()
    {
        Put("uploads/a.mp4", minutes: 20);
        _looking = () => throw new OssException("HeadObject", HttpStatusCode.Forbidden, "SecurityTokenExpired", "R");

        await Assert.ThrowsAsync<OssException>(() => _host.SweepAsync());

        Assert.Empty((await CursorAsync()).Failed);
        Assert.Equal("", (await CursorAsync()).Round!.After);
    }

    [Fact]
    public async Task A_slow_place_leaves_the_others_their_parts_of_the_time()
    {
        _pageSize = 1000;
        var host = CreateHost(new([new("media-in", "a/", TimeSpan.FromHours(1)), new("media-in", "b/", TimeSpan.FromHours(1))]), TestData.Rules(TestData.Rule with { Match = new(["media-in"], "", [".mp4"]) }));
        PutMany(40, number => $"{(number < 20 ? 'a' : 'b')}/{number:D2}.mp4", minutes: 20);

        // Each batch of eight takes a quarter of the time of both.
        _looking = () => host.Time.Advance(TestData.Invocation().TimeLimit * 0.1 / 32);
        await host.SweepAsync();

        Assert.Equal(2, _prefixes.Count);
        Assert.Equal(32, host.StartsSent);
    }

    [Fact]
    public async Task After_a_sweep_that_took_most_of_the_functions_time_nothing_is_listed()
    {
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            _host.Time.Advance(TestData.Invocation().TimeLimit * 0.85);
            return new GetWorkflowTaskResponse(new(TestData.TaskId, "Processing", null));
        });

        await _host.SweepAsync();

        Assert.Empty(_listed);
    }

    [Fact]
    public async Task Without_a_place_nothing_is_listed_or_told()
    {
        var host = CreateHost(CatchUpOptions.None);

        await host.SweepAsync();

        Assert.Empty(host.Objects.ReceivedCalls());
        Assert.DoesNotContain(LinesOf(host), line => line.Contains("Caught up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sweep_that_has_used_its_part_of_the_time_begins_nothing_more()
    {
        Put("uploads/a.mp4", minutes: 20);
        _host.Oss.Reading = key =>
        {
            // The read of the cursor takes a tenth of the function's time.
            if (key.StartsWith(LedgerKeys.CatchUpRoot, StringComparison.Ordinal))
            {
                _host.Time.Advance(TestData.Invocation().TimeLimit * 0.1);
            }
        };

        await _host.SweepAsync();

        Assert.Empty(_listed);
        Assert.Equal(0, _host.StartsSent);
    }

    private static IEnumerable<string> LinesOf(TestHost host) => host.Log.All.Select(line => $"[{(line.Level == LogLevel.Information ? "INFO" : line.Level.ToString().ToUpperInvariant())}] {line.Sentence}");

    private TestHost CreateHost(CatchUpOptions options, RuleSet? rules = null)
    {
        var host = new TestHost(options, rules);
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(call =>
        {
            _looking();
            return Head(call.ArgAt<string>(1));
        });
        host.Objects.ListAsync(default!, default!, default, default).ReturnsForAnyArgs(call =>
        {
            _prefixes.Add(call.ArgAt<string>(1));
            _listed.Add(call.ArgAt<string?>(2));
            return _unlistable is not null && call.ArgAt<string>(0) == _unlistable ? throw new OssException("ListObjectsV2", HttpStatusCode.NotFound, "NoSuchBucket", "R") : Page(call.ArgAt<string>(1), call.ArgAt<string?>(2));
        });
        return host;
    }

    private void Put(string key, double minutes, long size = 10) => _objects[key] = new(key, _host.Time.GetUtcNow().AddMinutes(-minutes), ETag, size, "Normal");

    /// <returns>The keys.</returns>
    private string[] PutMany(int count, Func<int, string> key, double minutes)
    {
        string[] keys = [.. Enumerable.Range(0, count).Select(key)];
        Array.ForEach(keys, each => Put(each, minutes));
        return keys;
    }

    private OssPage Page(string prefix, string? after)
    {
        var following = _objects.Values.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(entry.Key, after) > 0).ToArray();
        return new([.. following.Take(_pageSize)], following.Length > _pageSize);
    }

    private OssHead? Head(string key) => _unreadable.Contains(key)
        ? throw new OssException("HeadObject", HttpStatusCode.Forbidden, "AccessDenied", "R")
        : _objects.TryGetValue(key, out var entry) ? new(entry.ETag, entry.Size, entry.LastModified, "video/mp4", "Standard", new Dictionary<string, string>(), entry.Type) : null;

    private Task<WorkflowRun> ReadAsync(string key) => _host.Journal.ReadAsync(RunId.Create(TestData.Upload(key).AsBackfill(), "video"), default);

    private async Task<CatchUpCursor> CursorAsync() =>
        JsonSerializer.Deserialize(await _host.Oss.GetAsync(LedgerKeys.CatchUpCursor(Place.Bucket, Place.Prefix), default), CatchUpJson.Default.CatchUpCursor)!;
}
