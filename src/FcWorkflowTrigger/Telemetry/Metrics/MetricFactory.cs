using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Telemetry.Traces;

namespace FcWorkflowTrigger.Telemetry.Metrics;

/// <summary>Counts ended runs, and says how things stand. No attribute holds a key or a run, so the number of series stays small.</summary>
/// <remarks>
/// Sums and histograms are deltas: each point counts the ends of one stretch of the index, so no process has to remember a total. A stretch
/// that is sent again after a lost answer counts twice.
/// </remarks>
internal static class MetricFactory
{
    // Seconds: from a moment to a day.
    private static readonly double[] Bounds = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400];

    /// <param name="from">The end of the stretch before this one.</param>
    /// <param name="to">The end of this one.</param>
    public static IReadOnlyList<Metric> CreateEnds(IReadOnlyList<RunHistory> ended, DateTimeOffset from, DateTimeOffset to)
    {
        var window = new Window(UnixNano.From(from), UnixNano.From(to));

        return
        [
            Count(window, "fcwt.runs.ended", "Runs that have ended.", "{run}", ended.Select(history => EndOf(history))),
            Count(window, "fcwt.runs.started", "Tasks that IMS runs or ran for the runs that have ended.", "{run}", ended.Where(history => history.Records.Any(record => record is StartedRecord)).Select(RuleOf)),
            Count(window, "fcwt.starts.refused", "Calls of IMS that were refused, or starts that began nothing, of the runs that have ended.", "{call}", ended.SelectMany(RefusalsOf)),
            Duration(window, "fcwt.run.start.delay", "From the upload until IMS runs the task.", ended, history => history.Records.OfType<StartedRecord>().FirstOrDefault()),
            Duration(window, "fcwt.run.duration", "From the upload until the end of the run.", ended, history => history.Records[^1]),
        ];
    }

    public static IReadOnlyList<Metric> CreateSweep(Levels levels)
    {
        var (sweep, undelivered, budgets) = levels;
        var now = UnixNano.From(sweep.Began + sweep.Duration);
        var window = new Window(UnixNano.From(sweep.Began), now);

        return
        [
            Level(now, "fcwt.runs.open", "Runs that have not ended, by state.", "{run}",
                (sweep.Open, State("open")), (sweep.Waiting, State("waiting")), (sweep.Parked, State("parked"))),
            Level(now, "fcwt.runs.overdue", "Runs whose tasks take longer than their rules expect, among those that this sweep asked after.", "{run}", (sweep.Overdue, [])),
            .. undelivered is { } count ? [Level(now, "fcwt.outcomes.undelivered", "Outcomes that some receiver has not taken yet.", "{outcome}", (count, []))] : Array.Empty<Metric>(),
            .. budgets.Count == 0 ? [] : new[]
            {
                Level(now, "fcwt.budget.used", "Runs that a budget counts now.", "{run}", [.. budgets.Select(budget => ((long)budget.Used, Scope(budget)))]),
                Level(now, "fcwt.budget.limit", "The limit of a budget.", "{run}", [.. budgets.Select(budget => ((long)budget.Limit!.Value, Scope(budget)))]),
            },
            Histogram(window, "fcwt.sweep.duration", "How long a sweep took.", [([], sweep.Duration.TotalSeconds)]),
            new("fcwt.sweep.errors", "Runs that a sweep could not check.", "{run}", Sum: new([new([], window.From, window.To, AsInt: sweep.Errors)], AggregationTemporality.Delta, IsMonotonic: true)),
        ];
    }

    private readonly record struct Window(ulong From, ulong To);

    private static IReadOnlyList<KeyValue> State(string state) => Attributes.Create(("fcwt.run.state", Attributes.Of(state)));

    private static IReadOnlyList<KeyValue> Scope(BudgetUse budget) =>
        Attributes.Create(("fcwt.budget.scope", Attributes.Of(budget.Scope)), ("fcwt.budget.kind", Attributes.Of(budget.Kind)));

    private static IReadOnlyList<KeyValue> RuleOf(RunHistory history) => Attributes.Create(("fcwt.rule", Attributes.Of(ClaimOf(history).Rule)));

    private static IReadOnlyList<KeyValue> EndOf(RunHistory history) =>
    [
        .. RuleOf(history),
        .. Attributes.Create(
            ("fcwt.run.state", Attributes.Of(EndEntry.From(history)?.State)),
            ("fcwt.run.reason", Attributes.Of(RunEnd.From(history.Records[^1]).Reason)),
            ("fcwt.learnt_by", Attributes.Of((history.Records[^1] as DoneRecord)?.How))),
    ];

    private static IEnumerable<IReadOnlyList<KeyValue>> RefusalsOf(RunHistory history) => history.Records
        .Select(record => record switch
        {
            RefusedRecord refused => ("StartWorkflow", refused.Code),
            RejectRecord reject => (reject.Action, reject.Code),
            _ => default((string Action, string Code)?),
        })
        .OfType<(string Action, string Code)>()
        .Select(refusal => Attributes.Create(("fcwt.ims.action", Attributes.Of(refusal.Action)), (Attributes.ErrorType, Attributes.Of(refusal.Code))));

    private static ClaimRecord ClaimOf(RunHistory history) => history.Records.OfType<ClaimRecord>().Last();

    private static Metric Count(Window window, string name, string description, string unit, IEnumerable<IReadOnlyList<KeyValue>> events) => new(
        name, description, unit,
        Sum: new([.. Group(events.Select(attributes => (attributes, 0.0))).Select(series => new NumberDataPoint(series.Attributes, window.From, window.To, AsInt: series.Values.Count))], AggregationTemporality.Delta, IsMonotonic: true));

    private static Metric Level(ulong now, string name, string description, string unit, params ReadOnlySpan<(long Value, IReadOnlyList<KeyValue> Attributes)> points)
    {
        var data = new List<NumberDataPoint>(points.Length);

        foreach (var (value, attributes) in points)
        {
            data.Add(new(attributes, 0, now, AsInt: value));
        }

        return new(name, description, unit, Gauge: new(data));
    }

    // A redriven run has the time of its first upload, which tells nothing about how long it took. Clocks may be apart, and no time is negative.
    private static Metric Duration(Window window, string name, string description, IReadOnlyList<RunHistory> ended, Func<RunHistory, RunRecord?> until) =>
        Histogram(window, name, description, [.. ended
            .Where(history => until(history) is not null && ClaimOf(history).Forerunner is null)
            .Select(history => (RuleOf(history), Math.Max(0, (until(history)!.At - RunTraceFactory.BeginOf((ClaimRecord)history.Records[0])).TotalSeconds)))]);

    private static Metric Histogram(Window window, string name, string description, IReadOnlyList<(IReadOnlyList<KeyValue> Attributes, double Seconds)> values) => new(
        name, description, "s",
        Histogram: new([.. Group(values).Select(series => CreatePoint(window, series.Attributes, series.Values))], AggregationTemporality.Delta));

    private static HistogramDataPoint CreatePoint(Window window, IReadOnlyList<KeyValue> attributes, IReadOnlyList<double> values)
    {
        var buckets = new ulong[Bounds.Length + 1];

        foreach (var value in values)
        {
            // A bound belongs to the bucket below it.
            var place = Array.BinarySearch(Bounds, value);
            buckets[place < 0 ? ~place : place]++;
        }

        return new(attributes, window.From, window.To, (ulong)values.Count, values.Sum(), buckets, Bounds, values.Min(), values.Max());
    }

    private static IEnumerable<(IReadOnlyList<KeyValue> Attributes, IReadOnlyList<double> Values)> Group(IEnumerable<(IReadOnlyList<KeyValue> Attributes, double Value)> values) => values
        .GroupBy(value => string.Join('\n', value.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value.StringValue}")))
        .Select(group => (group.First().Attributes, (IReadOnlyList<double>)[.. group.Select(value => value.Value)]));
}
