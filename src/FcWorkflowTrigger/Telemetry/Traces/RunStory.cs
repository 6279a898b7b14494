using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>All that the trace of a run is made of.</summary>
/// <param name="History">Of a run that was claimed. It need not have ended.</param>
/// <param name="Activities">Of the run's task; none when IMS did not tell.</param>
/// <param name="Deliveries">Of the run's ends.</param>
/// <param name="Forerunner">The trace of the run that this one repeats; null when it repeats none, or when that is gone from the ledger.</param>
internal sealed record RunStory(RunHistory History, IReadOnlyList<TaskActivity> Activities, DeliveryState Deliveries, RunTrace? Forerunner = null);
