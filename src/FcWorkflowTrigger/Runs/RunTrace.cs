using System.Globalization;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>The names of a run in traces. They follow from the run's id and its first claim alone, so everybody who tells of the run names the same trace and the same spans.</summary>
/// <param name="Parent">The place in the uploader's trace; null when the upload brought none, so that the run has a trace of its own.</param>
internal sealed record RunTrace(RunId Run, TraceParent? Parent)
{
    private const int TraceDigits = 32;
    private const int SpanDigits = 16;

    /// <summary>The uploader's, or the last 32 digits of the run's id.</summary>
    public string TraceId => Parent?.TraceId ?? Run.Value[^TraceDigits..];

    /// <summary>The span of the whole run.</summary>
    public string RootSpanId => SpanId("run");

    /// <param name="history">The history of a run that was claimed.</param>
    public static RunTrace From(RunHistory history) =>
        new(history.Id, TraceParent.TryParse(history.Records.OfType<ClaimRecord>().First().TraceParent, out var parent) ? parent : null);

    /// <summary>16 hex digits, always the same for the same part of the run.</summary>
    /// <param name="part">What the span is about: <c>run</c>, <c>3/start</c>, <c>4/webhook-…</c>.</param>
    public string SpanId(string part) => Sha256Hex.Compute($"{Run.Value}/{part}")[..SpanDigits];

    /// <summary>The part of the run that is the delivery of one end to one receiver.</summary>
    /// <param name="end">The place of the end in the run's log.</param>
    public static string DeliveryPart(int end, string sink) => string.Create(CultureInfo.InvariantCulture, $"{end}/{sink}");

    /// <summary>What a receiver of the run's end is told, so that its own spans become children of the delivery.</summary>
    public TraceParent ParentFor(int end, string sink) => new(TraceId, SpanId(DeliveryPart(end, sink)));
}
