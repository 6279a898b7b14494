using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Telemetry;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>The production code of one process. It is composed by hand, because a service container costs more time than a simulated run.</summary>
internal sealed class Instance
{
    private static readonly TelemetrySource Source = TelemetrySource.Create("cn-shanghai", new Dictionary<string, string>());

    public Instance(Machine machine, ProcessClients clients, AppSettings settings)
    {
        var (ims, limiter, oss, ledger, objects, tagger, receivers, collector) = clients;
        var (clock, options, rules, retry) = (machine.Clock, settings.Start!, settings.Rules, Ambient.Retry);
        var journal = new RunJournal(ledger, clock);
        var outbox = new Outbox(oss, retry, clock, isUsed: receivers.Length > 0);
        IOutcomeSink[] sinks = [.. receivers, new ObjectMarkSink(objects, tagger, new(clients.OtherRuns, journal), retry)];
        var permits = new Permits(oss, retry);
        var index = new RunIndex(oss, retry);
        var closer = new RunCloser(ledger, index, outbox, new(permits), new(NullLogger<BackgroundWork>.Instance), clock);
        var places = new IdenticalPlaces(oss, retry);
        var gate = new StartGate(
            new(ledger, journal, objects, retry, options, NullLogger<QuietGate>.Instance, clock),
            new(places, journal, NullLogger<IdenticalGate>.Instance),
            new(places, ledger, journal, rules, NullLogger<ReplaceGate>.Instance, clock),
            new(new(rules, clock), new(permits, journal, clock), permits, clock),
            permits);
        var recording = new StartRecorder(journal, ledger);
        var backfills = new BackfillGate(new(ledger, journal), ledger, journal, closer, objects, retry, NullLogger<BackfillGate>.Instance, clock);
        var starter = new RunStarter(
            new(ims, limiter, retry, settings.Ims),
            new(ims, limiter, journal, recording, options, clock),
            new(ledger, options, clock),
            gate,
            backfills,
            journal,
            Ambient.Backoff,
            NullLogger<RunStarter>.Instance);
        var deadlines = new RunDeadlines(options, clock);
        var incomplete = new IncompleteRuns(ledger, NullLogger<IncompleteRuns>.Instance);
        var resolver = new UnknownStartResolver(
            new(ims, limiter, retry, options), recording, journal, deadlines, options, NullLogger<UnknownStartResolver>.Instance, clock);
        var planning = new SidecarPlanner(new(objects, retry), journal, index, gate, starter, NullLogger<SidecarPlanner>.Instance, clock);
        var recovery = new RunRecoverer(journal, resolver, starter, planning, gate, deadlines, NullLogger<RunRecoverer>.Instance);
        var planner = new ClaimPlanner(options, clock);
        var opener = new RunOpener(
            new(ledger, journal, deadlines, NullLogger<RunClaimer>.Instance, clock), planner, recovery, closer, incomplete, new(), NullLogger<RunOpener>.Instance);
        var finisher = new RunFinisher(journal, recording, NullLogger<RunFinisher>.Instance);
        var poller = new TaskPoller(ims, limiter, retry, finisher, journal, deadlines, NullLogger<TaskPoller>.Instance);
        var reconciler = new RunReconciler(ledger, journal, new(ledger, opener, recovery, poller, deadlines), closer, incomplete, clock);

        Machine = machine;
        var arrival = new SidecarArrival(ledger, options, NullLogger<SidecarArrival>.Instance, clock);
        var decision = new UploadDecision(rules, new(objects, retry));
        var redriver = new RunRedriver(new(ledger, journal, objects, retry), decision, rules, planner, opener, journal, NullLogger<RunRedriver>.Instance);
        var outputs = new OwnOutputs(ledger);
        var missing = new MissingRuns(decision, outputs, new(ledger, journal));
        var backfill = new BackfillHandler(rules, missing, planner, opener, objects, retry, settings.Ingest, clock);
        Ingest = new(
            new(rules, decision, opener, new(journal, recovery, closer, deadlines, clock), arrival, outputs, NullLogger<UploadEventHandler>.Instance),
            backfill,
            new(rules, planner, opener, journal, settings.Ingest, options, clock),
            settings.Ingest);
        Authenticator = new(options.Capability, SignatureOptions.None, clock);
        Callback = new(new(ledger, journal, ims, retry, finisher, closer), journal, ledger, clock);
        var round = new TimerRound(
            new(ledger, index, new(oss, retry, settings.Ledger), reconciler, NullLogger<Sweep>.Instance, clock),
            new(index, journal, closer, NullLogger<RunMarks>.Instance, clock),
            new(
                new(outbox, journal, NullLogger<DueOutcomeReader>.Instance, clock),
                outbox,
                new(ims, limiter, retry),
                sinks,
                Ambient.Jitter,
                NullLogger<OutcomeDelivery>.Instance,
                clock),
            new(
                settings.CatchUp,
                new(
                    new(oss, retry),
                    new(missing, backfill, ledger, settings.Ingest, NullLogger<MissedObjects>.Instance),
                    objects,
                    retry,
                    NullLogger<PlaceCatchUp>.Instance,
                    clock),
                Ambient.Jitter,
                NullLogger<CatchUp>.Instance,
                clock),
            new(outbox, new(oss, retry), rules, sinks, NullLogger<LevelReport>.Instance, clock),
            new(new RunExport(
                new(index, clock),
                new(oss, retry),
                new(ledger, outbox, new(ims, limiter, retry)),
                collector!,
                Source,
                sinks,
                collector is null ? TelemetryOptions.None : TelemetryOptions.None with { Traces = new("https://collector.invalid") },
                NullLogger<RunExport>.Instance,
                clock)),
            clock);
        Reconcile = new(
            round,
            new(Ingest, ledger, NullLogger<FailedEvents>.Instance),
            new(index, journal, recovery, redriver, closer, NullLogger<OperatorCommands>.Instance),
            new(outbox, journal, sinks, clock),
            new(new(oss, retry), Ingest, NullLogger<EventReplay>.Instance));
    }

    public Machine Machine { get; }

    public IngestHandler Ingest { get; }

    public CallbackAuthenticator Authenticator { get; }

    public CallbackHandler Callback { get; }

    public ReconcileHandler Reconcile { get; }

    /// <summary>The chance that Function Compute reclaims the process directly after an answer, if no other request is in progress.</summary>
    public double Reclaims { get; init; }

    /// <summary>The number of invocations in progress.</summary>
    public int Busy { get; set; }
}
