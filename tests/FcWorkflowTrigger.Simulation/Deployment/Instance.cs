using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Oss;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Starting;
using FcWorkflowTrigger.Starting.Gates;
using FcWorkflowTrigger.Starting.Sidecars;
using Microsoft.Extensions.Logging.Abstractions;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>The production code of one process, put together by hand: a container would cost more than the run it serves.</summary>
internal sealed class Instance
{
    public Instance(
        Machine machine, IImsClient ims, ImsPace pace, IOssClient oss, IRunLedger ledger, IObjectReader objects, IOutcomeSink[] sinks, AppSettings settings)
    {
        var (clock, options, rules, retry) = (machine.Clock, settings.Start!, settings.Rules, Ambient.Retry);
        var journal = new RunJournal(ledger, clock);
        var outbox = new OutcomeOutbox(oss, retry, sinks, clock);
        var permits = new Permits(oss, retry);
        var closing = new RunClosing(ledger, outbox, permits, new(NullLogger<LooseEnds>.Instance), clock);
        var gate = new StartGate(new(oss, retry, journal, NullLogger<IdenticalGate>.Instance), new(new(rules, clock), new(permits, journal, clock), permits, clock), permits);
        var recording = new StartRecording(journal, ledger);
        var starter = new Starter(
            new(ims, pace, retry, settings.Ims),
            new(ims, pace, journal, recording, options, clock),
            new(ledger, options, clock),
            gate,
            journal,
            Ambient.Backoff,
            options,
            NullLogger<Starter>.Instance);
        var settlement = new StartSettlement(new(ims, pace, retry), recording, journal, options, NullLogger<StartSettlement>.Instance, clock);
        var planning = new SidecarPlanning(new(objects, retry), journal, starter, options, NullLogger<SidecarPlanning>.Instance, clock);
        var recovery = new RunRecovery(journal, settlement, starter, planning, gate, options, NullLogger<RunRecovery>.Instance, clock);
        var opening = new RunOpening(ledger, journal, starter, recovery, closing, new(), options, NullLogger<RunOpening>.Instance, clock);
        var finisher = new RunFinisher(journal, recording, NullLogger<RunFinisher>.Instance);
        var visit = new RunVisit(
            ledger, journal, opening, recovery, ims, pace, retry, finisher, closing, options, NullLogger<RunVisit>.Instance, clock);

        Machine = machine;
        var arrival = new SidecarArrival(ledger, journal, recovery, closing, options, NullLogger<SidecarArrival>.Instance, clock);
        Ingest = new(rules, new(rules, new(objects, retry)), opening, arrival, new(ledger), settings, NullLogger<UploadIntake>.Instance);
        Door = new(options.Capability, SignatureSettings.None, clock);
        Callback = new(new(ledger, journal, ims, retry, finisher, closing), journal, ledger, clock);
        Reconcile = new(
            new(ledger, new(oss, retry, settings), visit, NullLogger<Sweep>.Instance, clock),
            new(outbox, journal, new(ims, pace, retry), sinks, Ambient.Jitter, NullLogger<OutcomeDelivery>.Instance, clock),
            new(ledger, journal, recovery, closing, options, NullLogger<Decisions>.Instance, clock),
            Ingest,
            ledger,
            NullLogger<ReconcileHandler>.Instance);
    }

    public Machine Machine { get; }

    public UploadIntake Ingest { get; }

    public CallbackDoor Door { get; }

    public CallbackHandler Callback { get; }

    public ReconcileHandler Reconcile { get; }

    /// <summary>The chance, per answer that leaves nothing under way, that Function Compute takes the process away at once.</summary>
    public double Reclaims { get; init; }

    /// <summary>Invocations under way.</summary>
    public int Busy { get; set; }
}
