using System.Globalization;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Deployment;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>OSS, IMS, Function Compute and the deployed functions of one schedule.</summary>
internal sealed class SimulatedDeployment
{
    private const long Size = 10;
    private const long LargeSize = 20;

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of thirty-two bytes....");
    private static readonly ImsOptions ImsOptions = new(new("https://ims.invalid"), ImsInput.Media, InputUrlForm.Https);
    private static readonly Rule Rule = new("video", "00000000000000000000000000000001", new(Prefix: "uploads/"), ExpectWithin: "2m", TaskUserData: new Dictionary<string, string> { ["file"] = "{name}" });
    private static readonly Rule Replacing = new("replacing", Rule.WorkflowId, new(Prefix: "uploads/", MinBytes: LargeSize), OnReupload: RuleChoices.Replace, ExpectWithin: "2m");
    // Not the run: a wrong mark that only looks right must not be told from a right one.
    private static readonly Dictionary<string, string> Mark = new() { ["ims"] = "{outcome}", ["by"] = "{rule}" };
    private static readonly byte[] Sidecar = Encoding.UTF8.GetBytes($$"""{"version":1,"workflowId":"{{SidecarWorkflow}}"}""");

    private static readonly CatchUpPlace Place = new("media-in", "uploads/", TimeSpan.FromDays(1));

    // OSS dates an object that is uploaded slowly, in parts, by its first request.
    private static readonly TimeSpan SlowUpload = TimeSpan.FromMinutes(30);

    /// <summary>What a deployment has that sets nothing: the limits of every allowance.</summary>
    public static StartOptions Configured { get; } = new(new("https://callback.invalid"), new([Secret]), ImsOptions);

    // The collector refuses some, and some sweeps fail.
    private const int MostSweepsForCollector = 60;

    // Otherwise a run that is parked each time would be resumed for ever.
    private const int MostDecisions = 3;

    private readonly MediaBucket _media;
    private readonly HashSet<RunId> _redriven = [];
    private readonly List<(RunId Run, int End, DateTimeOffset At)> _resent = [];
    private readonly Dictionary<Upload, DateTimeOffset> _times = [];
    private int _decisions;
    private int _deliveries;
    private readonly Scenario _scenario;
    private readonly BudgetPromises _budgets;
    private readonly Callbacks _callbacks;
    private int _sweepsForCollector;

    public SimulatedDeployment(Scenario scenario, EventLoop loop, FaultInjector faults, Mutation mutation)
    {
        _scenario = scenario;
        _media = new(loop) { HasVersions = scenario.HasVersionedMedia, RefusedLooks = scenario.RefusedLooks };
        Loop = loop;
        Options = CreateOptions(scenario, mutation);
        Settings = new(FunctionRole.Ingest, "cn-shanghai", 9000, "")
        {
            Rules = CreateRules(scenario),
            Ledger = new("ledger", scenario.Ledger, ImsOptions.Endpoint),
            Ims = ImsOptions,
            Start = Options,
            Callback = new([Secret], SignatureOptions.None, null),
            CatchUp = scenario.CatchUp is { } since ? new([Place with { Since = since }]) : CatchUpOptions.None,
        };
        Bucket = new(loop) { IgnoresForbidOverwrite = mutation == Mutation.PlainPut };

        if (scenario.HasCollector)
        {
            // The collector is told from the first sweep on; the promise is about what ends after that.
            Bucket.Put(LedgerKeys.ExportCursor, JsonSerializer.SerializeToUtf8Bytes(ExportCursor.BeginAt(loop.Now), ExportJson.Default.ExportCursor));
        }

        Ims = new(loop, scenario.Ims);
        Receiver = scenario.HasOutcomeReceiver ? new(loop) : null;
        Collector = scenario.HasCollector ? new(loop, scenario.HasSilentCollector) : null;
        var clients = new ProcessClientFactory(loop, new(loop, faults), new(Bucket, _media, Ims, Receiver, Collector), scenario.Ledger, mutation);
        var instances = new InstancePool(loop, clients, Settings, scenario);
        Functions = new(loop, instances);
        _callbacks = new(loop, scenario.Ims, instances);
        _budgets = new(scenario, this);
        Ims.Accepted += OnAccepted;

        if (scenario is { Sidecar: not SidecarPolicy.Ignore, Sidecars.Count: 0 })
        {
            loop.Counts.Increment(Situation.SidecarNever);
        }
    }

    public EventLoop Loop { get; }

    public StartOptions Options { get; }

    public AppSettings Settings { get; }

    public OssBucket Bucket { get; }

    public MediaBucket Media => _media;

    public ImsService Ims { get; }

    /// <summary>The system that receives the outcomes of runs; null for none.</summary>
    public OutcomeReceiver? Receiver { get; }

    /// <summary>The collector of telemetry; null for none.</summary>
    public Collector? Collector { get; }

    public FunctionCompute Functions { get; }

    /// <summary>Every upload that OSS has accepted.</summary>
    public List<Upload> Uploads { get; } = [];

    /// <summary>When each of them was accepted. Its event may tell another time.</summary>
    public List<DateTimeOffset> UploadedAt { get; } = [];

    /// <summary>The time of each sidecar, and the key of its upload.</summary>
    public List<(DateTimeOffset At, string Key)> Sidecars { get; } = [];

    /// <summary>The outcomes that an operator had sent again, and when Function Compute took the command. Only commands that succeeded.</summary>
    public IReadOnlyList<(RunId Run, int End, DateTimeOffset At)> Resent => _resent;

    public static string RuleName => Rule.Name;

    /// <summary>The rule that replaces assets has no fields of its own.</summary>
    public static bool HasTaskUserData(Upload upload) => upload.Size != LargeSize;

    /// <summary>The run of an upload. The rule that replaces assets takes the larger uploads, where a scenario has it.</summary>
    public static RunId RunOf(Upload upload) => RunId.Create(upload, upload.Size == LargeSize ? Replacing.Name : Rule.Name);

    /// <summary>When an operator has backfilled all objects.</summary>
    public List<DateTimeOffset> Backfilled { get; } = [];

    /// <summary>Every run that there may be: those of the uploads and of the backfills, and those that an operator had run once more.</summary>
    /// <remarks>Read from the ledger. A run that no upload and no operator asked for is not among them.</remarks>
    public IEnumerable<Upload> Runs => Asked.SelectMany(WithRedrives);

    /// <summary>The same, without those that an operator had run once more.</summary>
    public IEnumerable<Upload> Asked => Uploads.Where((_, number) => !_scenario.Silent.Contains(number)).Concat(
        Uploads.Select(upload => upload.AsBackfill()).DistinctBy(RunOf)
            .Select(backfill => (TryRead(RunOf(backfill)) as WorkflowRun.Opened)?.Claim.Src.ToUpload())
            .OfType<Upload>());

    private IEnumerable<Upload> WithRedrives(Upload upload)
    {
        yield return upload;

        if (!_redriven.Contains(RunOf(upload))
            || TryRead(RunOf(upload)) is not WorkflowRun.Finished { StateWord: not EndEntry.Succeeded } ended
            || TryRead(RunOf(RedriveCheck.CreateUpload(ended))) is not WorkflowRun.Opened again)
        {
            yield break;
        }

        foreach (var run in WithRedrives(again.Claim.Src.ToUpload()))
        {
            yield return run;
        }
    }

    /// <summary>The workflow that the sidecars select.</summary>
    public const string SidecarWorkflow = "00000000000000000000000000000002";

    /// <summary>Whether a sweep has work: unfinished runs, outcomes that are not delivered, or marks of runs that are not parked, or do not wait, any more.</summary>
    public bool HasMarkers => Bucket.Objects.Any(stored => stored.Key[0] is 'd' or 'o' || (stored.Key[0] == 'p' && !IsRight(stored.Key)));

    /// <summary>Whether a collector that answers has not been told of a run that has ended. After some sweeps it will not be told any more.</summary>
    public bool HasUntold => Collector is { Answers: true } && _sweepsForCollector < MostSweepsForCollector && Untold is not null;

    /// <summary>A run that has ended, and of which the collector was not told; null when there is none.</summary>
    public RunId? Untold => Runs.Select(RunOf).Where(run => TryRead(run) is WorkflowRun.Finished ended && !Collector!.HasReceived(run) && !(Collector.WasOfferedAgain(run) && ended.End.At.AddDays(1) < Loop.Now)).Cast<RunId?>().FirstOrDefault();

    /// <summary>Whether sweeps have still to look for objects whose events never came. An object with an old time is seen by a round that looks at everything.</summary>
    public bool HasUnseen => _scenario.CatchUp is not null && Uploads.Count > 0 && (
        ReadCursor() is not { Round: null, Failed.Count: 0, Through: { } through, WideAt: { } wideAt }
        || Uploads.Index().Any(upload => upload.Item.Time > (_scenario.Slow.Contains(upload.Index) ? wideAt - MachineSkew : through)));

    // A process whose clock is ahead dates its round so much later.
    private static readonly TimeSpan MachineSkew = TimeSpan.FromMinutes(5);

    private CatchUpCursor? ReadCursor() =>
        Bucket.Get(LedgerKeys.CatchUpCursor(Place.Bucket, Place.Prefix)) is { } cursor ? JsonSerializer.Deserialize(cursor, CatchUpJson.Default.CatchUpCursor) : null;

    /// <summary>The time of the object of an upload, to the second.</summary>
    public DateTimeOffset TimeOf(Upload upload) => _times[upload];

    public void CountSweep() => _sweepsForCollector += HasMarkers ? 0 : 1;

    /// <summary>The current state of a run, as it lies in the bucket. The read uses no network and takes no simulated time.</summary>
    public WorkflowRun Read(RunId id)
    {
        if (Settings.Ledger.Mode == LedgerMode.Append)
        {
            var lines = Bucket.Get(LedgerKeys.Lines(id)) ?? [];
            return WorkflowRun.From(new(id, RunRecordFormat.ReadLines(lines), lines.Length));
        }

        var slots = Bucket.Objects.Where(stored => stored.Key.StartsWith(LedgerKeys.Slots(id), StringComparison.Ordinal)).ToArray();

        // Slots are written in order, so one that is empty in front of another has expired.
        return slots.Length == 0 || slots[^1].Key == LedgerKeys.Slot(id, slots.Length - 1)
            ? WorkflowRun.From(new(id, [.. slots.Select(stored => RunRecordFormat.Read(stored.Value.Body))], slots.Length))
            : throw new LedgerIncompleteException(id, "a later record is there");
    }

    /// <summary>The same; null where records of the run have expired and other records have not.</summary>
    public WorkflowRun? TryRead(RunId id)
    {
        try
        {
            return Read(id);
        }
        catch (LedgerIncompleteException)
        {
            return null;
        }
    }

    // Where records have expired, only the lifecycle can take the mark away.
    private bool IsRight(string key) =>
        RunMark.TryParse(key, out var mark) && (TryRead(mark.Run) is not { } run || (mark.IsWaiting ? run is WorkflowRun.Waiting : run is WorkflowRun.Parked));

    /// <summary>OSS accepts an object and sends its event. The event can come twice or late.</summary>
    public void Upload(string key)
    {
        var upload = CreateUpload(key);

        if (Uploads.Exists(earlier => earlier.Key == key))
        {
            Loop.Counts.Increment(Situation.OverwrittenObject);
        }

        Uploads.Add(upload);
        UploadedAt.Add(Loop.Now);
        _times[upload] = _media.Put(key, upload.ETag, upload.Size, _scenario.Slow.Contains(Uploads.Count - 1) ? SlowUpload : TimeSpan.Zero);

        if (!_scenario.Silent.Contains(Uploads.Count - 1))
        {
            Announce(upload);
        }
    }

    /// <summary>Somebody deletes every object that was uploaded, and leaves the sidecars.</summary>
    public void DeleteAll()
    {
        Loop.Counts.Increment(Situation.DeletedObject);
        Uploads.ForEach(upload => _media.Delete(upload.Key));
    }

    /// <summary>An operator backfills every object that is there.</summary>
    public void Backfill()
    {
        Backfilled.Add(Loop.Now);

        foreach (var key in Uploads.Select(upload => upload.Key).Distinct())
        {
            Loop.Counts.Increment(Situation.Backfill);
            Functions.Ingest(
                Encoding.UTF8.GetBytes($$$"""{"backfill":{"bucket":"media-in","key":"{{{key}}}"}}"""), TimeSpan.FromMilliseconds(Loop.Dice.Below(200)));
        }
    }

    /// <summary>OSS accepts a sidecar and sends its event.</summary>
    public void PutSidecar(string mediaKey)
    {
        var upload = CreateUpload($"{mediaKey}.workflow.json");
        Loop.Counts.Increment(Uploads.Exists(earlier => earlier.Key == mediaKey) ? Situation.SidecarLater : Situation.SidecarFirst);
        Sidecars.Add((Loop.Now, mediaKey));
        _media.Put(upload.Key, Sidecar);
        Announce(upload);
    }

    /// <summary>An operator resumes, cancels or redrives one of the runs, in any state.</summary>
    public void SendOperatorCommand()
    {
        var runs = Runs.ToArray();

        // The object of a backfill may have a marker and no run yet.
        if (runs.Length == 0)
        {
            return;
        }

        var run = RunOf(runs[Loop.Dice.Below(runs.Length)]);

        switch (Loop.Dice.Pick<string>(["resume", "resume", "cancel", "redrive"]))
        {
            case "resume":
                Send(Resume(run));
                break;
            case "cancel":
                Send(Cancel(run));
                break;
            default:
                Redrive(run);
                break;
        }
    }

    /// <summary>An operator decides about a run that is parked, at most a few times in a schedule.</summary>
    /// <returns>False where there is nothing to decide.</returns>
    public bool DecideAboutParked()
    {
        if (_decisions == MostDecisions || Runs.Select(RunOf).FirstOrDefault(run => TryRead(run) is WorkflowRun.Parked) is not { Value: not null } parked)
        {
            return false;
        }

        _decisions++;
        Send(Loop.Dice.Roll(0.7) ? Resume(parked) : Cancel(parked));
        return true;
    }

    /// <summary>An operator has every run that has not succeeded run once more.</summary>
    public void RedriveAll()
    {
        foreach (var upload in Runs.ToArray())
        {
            if (TryRead(RunOf(upload)) is WorkflowRun.Finished { StateWord: not EndEntry.Succeeded } ended)
            {
                Redrive(ended.Id);
            }
        }
    }

    // A person who sees no answer types the command again.
    private void Redrive(RunId run)
    {
        _redriven.Add(run);
        Loop.Counts.Increment(Situation.Redrive);
        var command = $$"""{"run":"{{run}}","action":"redrive","force":{{(Loop.Dice.Roll(0.3) ? "true" : "false")}}}""";
        Send(command);

        if (Loop.Dice.Roll(0.5))
        {
            Send(command);
        }
    }

    /// <param name="succeeded">Told when Function Compute took the command.</param>
    private void Send(string command, Action<DateTimeOffset>? succeeded = null)
    {
        Loop.Counts.Increment(Situation.OperatorDecision);
        var after = TimeSpan.FromMilliseconds(Loop.Dice.Below(200));
        var at = Loop.Now + after;
        Functions.Command(Encoding.UTF8.GetBytes(command), after, Loop.Dice.Roll(_scenario.CommandEvents), () => succeeded?.Invoke(at));
    }

    private static string Resume(RunId run) => $$"""{"run":"{{run}}","action":"resume","note":"go on"}""";

    private static string Cancel(RunId run) => $$"""{"run":"{{run}}","action":"cancel","note":"stop"}""";

    /// <summary>An operator resumes every run.</summary>
    public void ResumeAll() => Uploads.ForEach(upload => Send(Resume(RunOf(upload))));

    /// <summary>An operator cancels every run.</summary>
    public void CancelAll() => Uploads.ForEach(upload => Send(Cancel(RunOf(upload))));

    /// <summary>An operator has the last outcome of every run that is over sent again.</summary>
    public void ResendAll()
    {
        foreach (var run in Runs.Select(upload => TryRead(RunOf(upload))).OfType<WorkflowRun.Opened>().Where(run => run.IsOver).ToArray())
        {
            var end = run.History.Records[^1].Seq;
            Loop.Counts.Increment(Situation.Resend);
            Send($$"""{"deliveries":"resend","run":"{{run.Id}}","end":{{end}}}""", at => _resent.Add((run.Id, end, at)));
        }
    }

    /// <summary>OSS delivers the events of all uploads once more.</summary>
    public void Redeliver()
    {
        foreach (var upload in Uploads)
        {
            Functions.Ingest(DocumentOf(upload), TimeSpan.Zero);
        }
    }

    private Upload CreateUpload(string key) => new(
        "cn-shanghai",
        "media-in",
        key,
        _scenario.OtherBytes.Contains(Uploads.Count) ? "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" : "4F0C1E9A7B3D5C286E8A9B1D2C3F4E57",
        _scenario.Replaced.Contains(Uploads.Count) ? LargeSize : Size,
        (Uploads.Count + (1000 * Sidecars.Count)).ToString("X24", CultureInfo.InvariantCulture),
        EventTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        "ObjectCreated:PutObject");

    private DateTimeOffset EventTime => _scenario.EventClockError is { Ticks: > 0 } most ? Loop.Now + Loop.Dice.Between(-most, most) : Loop.Now;

    private void Announce(Upload upload)
    {
        var document = DocumentOf(upload);
        Loop.Trace.Add(Loop.Now, "oss", $"object {upload.Key} created");

        Deliver(InNextWrapping(document));

        if (Loop.Dice.Roll(_scenario.DuplicateEvents))
        {
            Loop.Counts.Increment(Situation.DuplicateEvent);
            Deliver(InNextWrapping(document));
        }
    }

    // As a trigger hands it over, then as EventBridge, a topic and a batch do: what comes twice comes in two forms.
    private byte[] InNextWrapping(byte[] document)
    {
        var form = _deliveries++ % 4;

        if (form > 0)
        {
            Loop.Counts.Increment(Situation.WrappedEvent);
        }

        return form switch
        {
            0 => document,
            1 => [.. """{"specversion":"1.0","data":"""u8, .. document, .. "}"u8],
            2 => Encoding.UTF8.GetBytes($$"""{"TopicName":"t","Message":"{{Convert.ToBase64String(document)}}"}"""),
            _ => [.. "["u8, .. document, .. "]"u8],
        };
    }

    private static byte[] DocumentOf(Upload upload) => Encoding.UTF8.GetBytes(
        $$$"""{"events":[{"eventName":"{{{upload.EventName}}}","eventTime":"{{{upload.EventTime}}}","region":"cn-shanghai","oss":{"bucket":{"name":"media-in"},"object":{"key":"{{{upload.Key}}}","eTag":"{{{upload.ETag}}}","size":{{{upload.Size}}}}},"responseElements":{"requestId":"{{{upload.RequestId}}}"}}]}""");

    private void Deliver(byte[] document)
    {
        if (_scenario.EventDelay is { } delay)
        {
            Functions.Ingest(document, delay + TimeSpan.FromMilliseconds(Loop.Dice.Below(200)));
            return;
        }

        if (Loop.Dice.Roll(_scenario.LateEvents))
        {
            Loop.Counts.Increment(Situation.LateEvent);
            Functions.Ingest(
                document,
                Loop.Dice.Pick<TimeSpan>([TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(40), TimeSpan.FromDays(7)]));
            return;
        }

        Functions.Ingest(document, TimeSpan.FromMilliseconds(Loop.Dice.Below(50)));
    }

    private void OnAccepted(ImsTask task)
    {
        _budgets.CheckRunning(task);
        _callbacks.ScheduleFor(task);

        if (Loop.Dice.Roll(_scenario.Forgeries))
        {
            Loop.After(Loop.Dice.Between(TimeSpan.Zero, TimeSpan.FromMinutes(10)), null, () => _callbacks.Forge(task));
        }
    }

    private static RuleSet CreateRules(Scenario scenario)
    {
        var rule = CreateRule(scenario) with { Budget = scenario.Budget, QuietFor = scenario.QuietFor is { } quiet ? Duration.Format(quiet) : null, OnReupload = scenario.SkipsIdentical ? RuleChoices.SkipIdentical : RuleChoices.Run };
        Rule[] rules = scenario.Replaced.Count == 0 ? [rule] : [Replacing, rule];
        return new([.. rules.Select(each => each with { Mark = scenario.Marks ? Mark : null })], []) { Budget = scenario.BudgetOfAll };
    }

    private static Rule CreateRule(Scenario scenario) => scenario.Sidecar == SidecarPolicy.Ignore
        ? Rule
        : Rule with { Sidecar = scenario.Sidecar, WorkflowIdFrom = new([SidecarWorkflow], Sidecar: true) };

    private static StartOptions CreateOptions(Scenario scenario, Mutation mutation)
    {
        var options = Configured with { Policy = scenario.Policy };

        if (mutation == Mutation.UnboundedStarts)
        {
            return options with { VanishedStarts = int.MaxValue };
        }

        return mutation is Mutation.LookWithoutWaiting or Mutation.LeaseAndRerun
            ? options with { SignatureWindow = TimeSpan.Zero, ClockSkew = TimeSpan.Zero, ListLag = TimeSpan.Zero }
            : options;
    }
}
