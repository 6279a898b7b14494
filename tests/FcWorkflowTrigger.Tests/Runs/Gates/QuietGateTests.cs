using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>A file that is written several times in a row: the run of the last upload starts, once its key is quiet.</summary>
public sealed class QuietGateTests
{
    private const string X = "4F0C1E9A7B3D5C286E8A9B1D2C3F4E57";
    private const string Y = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);
    private static readonly Rule Rule = TestData.Rule with { QuietFor = "10m" };
    private static readonly DateTimeOffset Begin = TestData.Now;

    private readonly TestHost _host = new(rules: TestData.Rules(Rule));

    [Fact]
    public async Task A_run_waits_until_its_key_has_been_quiet_and_costs_no_request_until_then()
    {
        var run = await UploadAsync("one", X);

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(run).History.Records);
        Assert.Equal(Begin + Quiet, QuietGate.Until(run));
        Assert.Single(_host.Ledger.Markers);
        Assert.Equal(0, Heads);
        await AtAsync(Quiet - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, Heads);
        Assert.Single((await ReadAsync("one")).History.Records);
    }

    [Fact]
    public async Task At_the_end_of_the_quiet_it_starts()
    {
        await UploadAsync("one", X);

        await AtAsync(Quiet);

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
        Assert.Null(QuietGate.Until(await ReadAsync("one")));
    }

    [Fact]
    public async Task Of_four_uploads_in_a_row_the_last_starts_and_the_others_name_it()
    {
        foreach (var number in Enumerable.Range(0, 4))
        {
            await UploadAsync($"{number}", number % 2 == 0 ? X : Y, TimeSpan.FromMinutes(number));
        }

        await AtAsync(TimeSpan.FromMinutes(3) + Quiet);

        var last = IdOf("3").Value;
        Assert.IsType<WorkflowRun.Started>(await ReadAsync("3"));
        Assert.All(Enumerable.Range(0, 3), number => Assert.Equal(last, LastAfter($"{number}")));
        Assert.Equal(1, _host.StartsSent);
        Assert.Equal(1, Registrations);
    }

    [Fact]
    public async Task A_run_that_ends_for_one_that_has_ended_itself_names_the_last()
    {
        await UploadAsync("one", X);
        await UploadAsync("two", Y, TimeSpan.FromMinutes(4));
        await UploadAsync("three", X, TimeSpan.FromMinutes(8));
        await EndAsync("two", CancelRecord.Superseded, IdOf("three").Value);

        await AtAsync(Quiet);

        Assert.Equal((CancelRecord.Superseded, IdOf("three").Value), EndOf("one"));
    }

    [Fact]
    public async Task Uploads_further_apart_than_the_quiet_run_each()
    {
        await UploadAsync("one", X);
        await AtAsync(Quiet);
        await UploadAsync("two", X, Quiet + TimeSpan.FromSeconds(1));

        await AtAsync((2 * Quiet) + TimeSpan.FromSeconds(1));

        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task An_event_that_comes_after_the_run_of_a_later_upload_has_ended_starts_nothing()
    {
        await UploadAsync("two", X, TimeSpan.FromHours(1));
        await AtAsync(TimeSpan.FromHours(2));

        await DeliverAsync("one", X, TimeSpan.Zero);

        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), EndOf("one"));
    }

    [Fact]
    public async Task While_other_bytes_lie_there_a_run_waits_for_their_event()
    {
        await UploadAsync("one", X);
        Lies(Y, TimeSpan.FromMinutes(1));

        await AtAsync(Quiet + TimeSpan.FromHours(1));
        Assert.Single((await ReadAsync("one")).History.Records);

        await DeliverAsync("two", Y, TimeSpan.FromMinutes(1));
        await _host.SweepAsync();
        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), EndOf("one"));
        Assert.IsType<WorkflowRun.Started>(await ReadAsync("two"));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task Other_bytes_whose_event_never_comes_end_the_run_by_name(int seconds, bool ends)
    {
        await UploadAsync("one", X);
        Lies(Y, TimeSpan.FromMinutes(1));
        var claimed = (await ReadAsync("one")).History.Records[0].At;

        await AtAsync(claimed - Begin + _host.Options.GiveUpAfter + TimeSpan.FromSeconds(seconds));

        var run = await ReadAsync("one");
        Assert.Equal(ends, run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.ObjectReplaced, Detail: $"the bytes that lie there now have the ETag {Y}, and no run" } });
        Assert.Equal(!ends, run is WorkflowRun.Claimed);
    }

    [Fact]
    public async Task A_deleted_object_ends_the_run_by_name()
    {
        await UploadAsync("one", X);
        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs((OssHead?)null);

        await AtAsync(Quiet);

        Assert.Equal((CancelRecord.ObjectGone, null), EndOf("one"));
        Assert.Equal(0, Registrations);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task The_same_bytes_that_were_written_again_begin_the_quiet_anew(int seconds, bool starts)
    {
        await UploadAsync("one", X);
        Lies(X, TimeSpan.FromMinutes(4));

        await AtAsync(Quiet + TimeSpan.FromMinutes(4) + TimeSpan.FromSeconds(seconds));

        Assert.Equal(starts, await ReadAsync("one") is WorkflowRun.Started);
    }

    [Fact]
    public async Task Without_the_right_to_look_nothing_starts()
    {
        await UploadAsync("one", X);
        _host.Objects.HeadAsync(default!, default!, default).ThrowsAsyncForAnyArgs(new OssException("HeadObject", HttpStatusCode.Forbidden, "AccessDenied", "R"));

        await AtAsync(Quiet);

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("one")).History.Records);
    }

    /// <summary>OSS tells times to the second, and by the clocks of several servers.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_uploads_at_the_same_moment_the_one_whose_bytes_lie_there_starts(int seconds)
    {
        await UploadAsync("last", X, TimeSpan.Zero);
        await DeliverAsync("first", Y, TimeSpan.FromSeconds(seconds));

        await AtAsync(Quiet + TimeSpan.FromSeconds(seconds));

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("last"));
        Assert.Equal((CancelRecord.Superseded, IdOf("last").Value), EndOf("first"));
    }

    [Fact]
    public async Task Times_further_apart_than_a_moment_decide()
    {
        await UploadAsync("one", X, TimeSpan.Zero);
        await DeliverAsync("two", Y, TimeSpan.FromSeconds(2.001));

        await AtAsync(Quiet + TimeSpan.FromSeconds(3));

        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), EndOf("one"));
        Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("two"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_the_same_bytes_at_the_same_moment_one_starts(int seconds)
    {
        await UploadAsync("one", X, TimeSpan.Zero);
        await UploadAsync("two", X, TimeSpan.FromSeconds(seconds));

        await AtAsync(Quiet + TimeSpan.FromSeconds(seconds));

        var winner = seconds == 0 && string.CompareOrdinal(IdOf("one").Value, IdOf("two").Value) > 0 ? "one" : "two";
        Assert.Equal(1, _host.StartsSent);
        Assert.IsType<WorkflowRun.Started>(await ReadAsync(winner));
        Assert.Equal((CancelRecord.Superseded, IdOf(winner).Value), EndOf(winner == "one" ? "two" : "one"));
    }

    [Fact]
    public async Task The_same_bytes_at_the_same_moment_that_come_late_end_for_the_run_that_has_started()
    {
        await UploadAsync("one", X, TimeSpan.Zero);
        await AtAsync(Quiet);

        await DeliverAsync("two", X, TimeSpan.FromSeconds(1));
        await AtAsync(Quiet + TimeSpan.FromMinutes(5));

        Assert.Equal((CancelRecord.Superseded, IdOf("one").Value), EndOf("two"));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task No_run_ends_for_one_of_the_same_moment_that_has_ended_for_another()
    {
        await UploadAsync("one", X, TimeSpan.Zero);
        await DeliverAsync("two", Y, TimeSpan.FromSeconds(1));
        await EndAsync("two", CancelRecord.Superseded, IdOf("one").Value);
        Lies(Y, TimeSpan.FromMinutes(3));

        await AtAsync(Quiet + TimeSpan.FromMinutes(3));

        Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("one"));
    }

    [Fact]
    public async Task An_event_without_an_ETag_may_be_of_whatever_lies_there()
    {
        await UploadAsync("one", "");
        Lies(X, TimeSpan.Zero);

        await AtAsync(Quiet);

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
    }

    [Fact]
    public async Task An_event_without_a_time_counts_from_its_claim()
    {
        Lies(X, -Quiet);
        await _host.DeliverAsync("request-one", UploadOf("one", X, TimeSpan.Zero) with { EventTime = "" }, rule: Rule);

        await AtAsync(Quiet - TimeSpan.FromSeconds(1));
        Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("one"));

        await AtAsync(Quiet);
        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
    }

    [Fact]
    public async Task A_time_that_is_far_in_the_future_is_not_waited_for()
    {
        Lies(X, TimeSpan.Zero);
        var run = await DeliverAsync("one", X, TimeSpan.FromDays(3650));

        Assert.Equal(Begin + TimeSpan.FromMinutes(15) + Quiet, QuietGate.Until(run));
    }

    [Fact]
    public async Task No_later_upload_ends_for_one_whose_time_is_far_in_the_future()
    {
        await DeliverAsync("one", X, TimeSpan.FromDays(3650));
        _host.Time.SetUtcNow(Begin + TimeSpan.FromHours(1));
        await UploadAsync("two", Y, TimeSpan.FromHours(1));

        await AtAsync(TimeSpan.FromHours(1) + Quiet);

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("two"));
        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), EndOf("one"));
    }

    /// <summary>The process stands still after the reply: what the object was like then says nothing of the time since.</summary>
    [Fact]
    public async Task The_quiet_counts_up_to_the_look_and_not_beyond()
    {
        await UploadAsync("one", X);
        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(_ =>
        {
            _host.Time.Advance(TimeSpan.FromMinutes(5));
            return Head(X, TimeSpan.FromMinutes(4));
        });

        await AtAsync(Quiet);

        Assert.Single((await ReadAsync("one")).History.Records);
    }

    /// <summary>By the clock of another server of OSS the object is three seconds older. The second look is that of the process that has taken the run over.</summary>
    [Fact]
    public async Task An_event_that_comes_while_the_object_is_looked_at_is_seen()
    {
        await UploadAsync("one", X);
        var looks = 0;
        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(async Task<OssHead?> (_) =>
        {
            if (++looks == 2)
            {
                await DeliverAsync("two", X, TimeSpan.FromSeconds(3));
            }

            return Head(X, TimeSpan.Zero);
        });

        await AtAsync(Quiet);
        await AtAsync(Quiet + TimeSpan.FromMinutes(5));

        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), EndOf("one"));
        Assert.IsType<WorkflowRun.Started>(await ReadAsync("two"));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task Runs_of_another_rule_do_not_count()
    {
        var other = TestData.Rule with { Name = "other" };
        await UploadAsync("one", X);
        await _host.DeliverAsync("request-two", UploadOf("two", X, TimeSpan.FromMinutes(5)), rule: other);

        await AtAsync(Quiet);

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
    }

    [Fact]
    public async Task Behind_a_run_whose_log_is_not_whole_the_last_waits_and_an_earlier_one_ends()
    {
        await UploadAsync("one", X);
        await UploadAsync("two", X, TimeSpan.FromMinutes(1));
        await UploadAsync("three", X, TimeSpan.FromMinutes(2));
        _host.Ledger.LoseFirstRecords(IdOf("two"));

        await AtAsync(TimeSpan.FromMinutes(2) + Quiet);

        Assert.Equal((CancelRecord.Superseded, IdOf("three").Value), EndOf("one"));
        Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("three"));
        Assert.Contains(_host.Log.Warnings, line => line.Contains(IdOf("two").Value, StringComparison.Ordinal) && line.Contains("not whole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redrive_and_the_run_of_a_named_asset_wait_for_nothing()
    {
        await UploadAsync("one", X);
        var claim = Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("one")).Claim;

        Assert.IsType<WorkflowRun.Started>(await _host.OpenAsync(claim with { Src = claim.Src with { RequestId = "redrive|1" }, Forerunner = IdOf("zero").Value }, "redrive"));
        Assert.IsType<WorkflowRun.Started>(await _host.OpenAsync(claim with { Src = claim.Src with { RequestId = "start|1", Media = TestData.MediaId } }, "media"));
    }

    [Fact]
    public async Task No_run_ends_for_a_redrive()
    {
        await UploadAsync("one", X);
        var claim = Assert.IsType<WorkflowRun.Claimed>(await ReadAsync("one")).Claim;
        await _host.OpenAsync(claim with { Src = claim.Src with { RequestId = "redrive|1", EventTime = TimeOf(TimeSpan.FromMinutes(5)) }, Forerunner = IdOf("zero").Value }, "redrive");

        await AtAsync(Quiet);

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
    }

    /// <summary>BackfillGate decides between the two: a run that yields to a backfill, and a backfill that yields to the run, would leave nothing.</summary>
    [Fact]
    public async Task No_run_ends_for_a_backfill_of_the_same_bytes_and_it_ends_for_one_of_others()
    {
        await UploadAsync("one", X);
        await ClaimBackfillAsync(X, TimeSpan.FromMinutes(5));
        await AtAsync(Quiet);
        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));

        await DeliverAsync("two", Y, TimeSpan.FromMinutes(1));
        await AtAsync(Quiet + TimeSpan.FromMinutes(5));
        Assert.Equal(CancelRecord.Superseded, EndOf("two").Reason);
    }

    /// <summary>The event of the last upload is lost. The bytes of the first are the same, and its run ends for the upload between the two.</summary>
    [Fact]
    public async Task A_backfill_does_not_yield_to_a_run_of_its_bytes_that_may_end_for_others()
    {
        await DeliverAsync("one", X, TimeSpan.Zero);
        await DeliverAsync("two", Y, TimeSpan.FromMinutes(1));
        Lies(X, TimeSpan.FromMinutes(5));
        var backfill = BackfillOf(X, TimeSpan.FromMinutes(5));
        _host.Time.SetUtcNow(Begin + TimeSpan.FromMinutes(20));

        Assert.IsType<WorkflowRun.Claimed>(await _host.OpenAsync(ClaimOf(await ReadAsync("one"), backfill), "backfill"));
        await _host.SweepAsync();
        await AtAsync(TimeSpan.FromMinutes(25));

        Assert.Equal(CancelRecord.Superseded, EndOf("one").Reason);
        Assert.Equal(CancelRecord.Superseded, EndOf("two").Reason);
        Assert.IsType<WorkflowRun.Started>(await _host.Journal.ReadAsync(RunId.Create(backfill, Rule.Name), default));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_backfill_that_waits_for_a_run_of_its_bytes_ends_when_that_starts()
    {
        await DeliverAsync("one", X, TimeSpan.Zero);
        Lies(X, TimeSpan.Zero);
        var backfill = BackfillOf(X, TimeSpan.Zero);
        _host.Time.SetUtcNow(Begin + TimeSpan.FromMinutes(20));

        await _host.OpenAsync(ClaimOf(await ReadAsync("one"), backfill), "backfill");
        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
        Assert.Equal(
            (CancelRecord.AlreadyRun, IdOf("one").Value),
            Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.Journal.ReadAsync(RunId.Create(backfill, Rule.Name), default)).End) is var end ? (end.Reason, end.Detail) : default);
        Assert.Equal(1, _host.StartsSent);
    }

    /// <summary>Names may not lead round in a circle.</summary>
    [Fact]
    public async Task A_run_is_not_followed_to_one_that_is_no_later()
    {
        await UploadAsync("one", X);
        await DeliverAsync("two", Y, TimeSpan.FromMinutes(4));
        await EndAsync("two", CancelRecord.Superseded, IdOf("one").Value);

        await AtAsync(Quiet);

        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), EndOf("one"));
    }

    [Fact]
    public async Task A_run_whose_start_is_on_its_way_has_passed()
    {
        await UploadAsync("one", X);
        await AtAsync(Quiet);
        var started = Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
        var refused = new WorkflowRun.Claimed(started.History, started.Claim, 2);

        Assert.False(QuietGate.Governs(refused));
        Assert.True(QuietGate.Governs(new WorkflowRun.Claimed(new(started.Id, [started.History.Records[0]], 1), started.Claim, 1)));
    }

    [Fact]
    public async Task A_run_that_waits_for_quiet_holds_no_permit_and_no_place()
    {
        var rule = Rule with { Budget = new(Concurrent: 1, RunsPerDay: 5), OnReupload = RuleChoices.SkipIdentical };
        var host = new TestHost(rules: TestData.Rules(rule));
        await host.DeliverAsync("request-one", UploadOf("one", X, TimeSpan.Zero), rule: rule);

        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task Runs_that_ended_for_later_ones_are_no_loop()
    {
        var host = new TestHost(TestData.StartOptions with { RestartsPerHour = 2 }, TestData.Rules(Rule));
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "MediaAlreadyExist", "R"));
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(X, TimeSpan.FromMinutes(5)));

        foreach (var number in Enumerable.Range(0, 6))
        {
            await host.DeliverAsync($"request-{number}", UploadOf($"{number}", X, TimeSpan.FromMinutes(number)), rule: Rule);
        }

        host.Time.SetUtcNow(Begin + TimeSpan.FromMinutes(5) + Quiet);
        await host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await host.Journal.ReadAsync(IdOf("5"), default));
    }

    [Fact]
    public async Task A_loop_is_stopped_all_the_same()
    {
        var host = new TestHost(TestData.StartOptions with { RestartsPerHour = 2 }, TestData.Rules(Rule with { QuietFor = "5s" }));
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "MediaAlreadyExist", "R"));

        foreach (var number in Enumerable.Range(0, 3))
        {
            host.Time.SetUtcNow(Begin + TimeSpan.FromMinutes((5 * number) + 1));
            host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(X, TimeSpan.FromMinutes(5 * number)));
            await host.DeliverAsync($"request-{number}", UploadOf($"{number}", X, TimeSpan.FromMinutes(5 * number)), rule: Rule with { QuietFor = "5s" });
        }

        Assert.Equal(2, host.StartsSent);
        Assert.Equal(CancelRecord.RestartLimit, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await host.Journal.ReadAsync(IdOf("2"), default)).End).Reason);
    }

    [Theory]
    [InlineData(CancelRecord.Superseded, true)]
    [InlineData(CancelRecord.ObjectGone, true)]
    [InlineData(CancelRecord.ObjectReplaced, true)]
    [InlineData(CancelRecord.ByOperator, false)]
    public async Task A_backfill_runs_bytes_whose_run_ended_for_others(string reason, bool runs)
    {
        await UploadAsync("one", X);
        await EndAsync("one", reason, null);
        var backfill = UploadOf("one", X, TimeSpan.Zero).AsBackfill();

        var found = await new ObjectRuns(_host.Ledger, _host.Journal).FindAsync(backfill, Rule.Name, default);

        Assert.Equal(runs ? null : IdOf("one"), found);
    }

    [Fact]
    public async Task The_sidecar_is_read_when_the_key_is_quiet()
    {
        var (host, rule) = WithSidecar();
        Beside(host, """{"version":1,"media":{"title":"too early"}}""");
        await host.DeliverAsync("request-one", UploadOf("one", X, TimeSpan.Zero), rule: rule);
        Assert.Single(Assert.IsType<WorkflowRun.Waiting>(await host.Journal.ReadAsync(IdOf("one"), default)).History.Records);
        Assert.Single(host.Marks);

        Beside(host, """{"version":1,"media":{"title":"in time"}}""");
        host.Time.SetUtcNow(Begin + Quiet);
        await host.SweepAsync();

        Assert.Equal("in time", Assert.IsType<WorkflowRun.Started>(await host.Journal.ReadAsync(IdOf("one"), default)).Claim.Plan!.Media.Title);
        Assert.DoesNotContain(host.Marks, mark => mark.StartsWith("p/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_waits_for_its_sidecar_ends_for_a_later_upload()
    {
        var (host, rule) = WithSidecar();
        await host.DeliverAsync("request-one", UploadOf("one", X, TimeSpan.Zero), rule: rule);
        await host.DeliverAsync("request-two", UploadOf("two", X, TimeSpan.FromMinutes(1)), rule: rule);

        host.Time.SetUtcNow(Begin + Quiet);
        await host.SweepAsync();

        var end = Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await host.Journal.ReadAsync(IdOf("one"), default)).End);
        Assert.Equal((CancelRecord.Superseded, IdOf("two").Value), (end.Reason, end.Detail));
        Assert.Contains(host.Log.Warnings, line => line.Contains("(Superseded: ", StringComparison.Ordinal));
    }

    private static (TestHost Host, Rule Rule) WithSidecar()
    {
        var rule = Rule with { Sidecar = "wait 30" };
        var host = new TestHost(rules: TestData.Rules(rule));
        host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(X, TimeSpan.Zero));
        return (host, rule);
    }

    private static void Beside(TestHost host, string sidecar) =>
        host.Objects.GetAsync(default!, default!, default, default).ReturnsForAnyArgs(new OssObject("SIDECAR", TestData.Bytes(sidecar)));

    private int Heads => _host.Objects.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IObjectReader.HeadAsync));

    private int Registrations => _host.Ims.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IImsClient.RegisterMediaInfoAsync));

    /// <summary>The object is written, and its event comes at once.</summary>
    private Task<WorkflowRun> UploadAsync(string name, string eTag, TimeSpan after = default)
    {
        Lies(eTag, after);
        return DeliverAsync(name, eTag, after);
    }

    private Task<WorkflowRun> DeliverAsync(string name, string eTag, TimeSpan after) => _host.DeliverAsync($"request-{name}", UploadOf(name, eTag, after), rule: Rule);

    private async Task AtAsync(TimeSpan after)
    {
        _host.Time.SetUtcNow(Begin + after);
        await _host.SweepAsync();
    }

    private void Lies(string eTag, TimeSpan after) => _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head(eTag, after));

    private static OssHead Head(string eTag, TimeSpan after) => new(eTag, 10, Begin + after, "video/mp4", "Standard", new Dictionary<string, string>());

    private async Task ClaimBackfillAsync(string eTag, TimeSpan after)
    {
        var upload = BackfillOf(eTag, after);
        await _host.Journal.TryRecordAsync(
            new WorkflowRun.Unclaimed(RunHistory.Empty(RunId.Create(upload, Rule.Name))), ClaimOf(await ReadAsync("one"), upload), TestData.Invocation("backfill"), default);
    }

    private static Upload BackfillOf(string eTag, TimeSpan after) =>
        MissingRuns.CreateUpload("cn-shanghai", "media-in", UploadOf("one", eTag, after).Key, eTag, 10, Begin + after, "Normal");

    private static ClaimRecord ClaimOf(WorkflowRun run, Upload upload) => Assert.IsType<WorkflowRun.Claimed>(run).Claim with { Src = ClaimSource.From(upload) };

    private async Task EndAsync(string name, string reason, string? detail) =>
        await _host.Journal.TryRecordAsync(await ReadAsync(name), new CancelRecord { Reason = reason, Detail = detail }, TestData.Invocation(), default);

    private Task<WorkflowRun> ReadAsync(string name) => _host.Journal.ReadAsync(IdOf(name), default);

    private (string Reason, string? Detail) EndOf(string name) =>
        Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(ReadAsync(name).GetAwaiter().GetResult()).End) is var end ? (end.Reason, end.Detail) : default;

    // A run names a later one, which may have ended for another when both ended in the same sweep.
    private string LastAfter(string name)
    {
        var (reason, successor) = EndOf(name);
        Assert.Equal(CancelRecord.Superseded, reason);
        var next = Enumerable.Range(int.Parse(name, CultureInfo.InvariantCulture) + 1, 4).First(later => IdOf($"{later}").Value == successor);
        return ReadAsync($"{next}").GetAwaiter().GetResult() is WorkflowRun.Finished ? LastAfter($"{next}") : successor!;
    }

    private static RunId IdOf(string name) => RunId.Create(UploadOf(name, X, TimeSpan.Zero), Rule.Name);

    private static Upload UploadOf(string name, string eTag, TimeSpan after) => TestData.Upload(requestId: name) with { ETag = eTag, EventTime = TimeOf(after) };

    private static string TimeOf(TimeSpan after) => (Begin + after).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
