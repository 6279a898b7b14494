using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>One run as the listings of the ledger show it, before any record of it is read.</summary>
/// <param name="State">One of <see cref="RunStates"/>.</param>
/// <param name="At">When the marker or the entry was put, by OSS's clock: the end of a run that has ended.</param>
/// <param name="End">The place of the end in the run's log; null for a run that has not ended.</param>
/// <param name="Marker">The marker of an open run.</param>
internal sealed record CatalogEntry(RunId Run, string State, DateTimeOffset At, int? End = null, Marker? Marker = null);
