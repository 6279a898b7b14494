using System.Globalization;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The traces of real runs, as a receiver of others has read them (the dashboard of Aspire), compared with the records of the ledger.</summary>
public sealed class TelemetryJourneyTests
{
    private const int AtATime = 10;

    // The local cloud sweeps every minute.
    private const int Sweeps = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [LinuxTheory]
    [InlineData("http/protobuf", 200)]
    [InlineData("http/json", 20)]
    public async Task A_collector_has_every_run_as_the_ledger_has_it(string protocol, int runs)
    {
        await using var cloud = await LocalCloud.StartAsync(
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol }, "--telemetry", "--preparing", "0.1", "--processing", "0.3");

        // A few at a time, so that a busy machine keeps up; and time goes on only then, so that no start under way becomes too old.
        foreach (var numbers in Enumerable.Range(0, runs).Chunk(AtATime))
        {
            await Task.WhenAll(numbers.Select(number => cloud.PutAsync(KeyOf(number))));
            await Task.WhenAll(numbers.Select(number => cloud.UntilAsync(KeyOf(number), StatusOf(number), called: true)));
        }

        await cloud.QuietAsync();
        var ends = await cloud.LedgerAsync("e/");
        Assert.Equal(runs, ends.Length);

        var spans = await SpansAsync(cloud, runs);

        Assert.Equal(spans.Length, spans.Select(span => span.Id).Distinct().Count());
        var traces = spans.ToLookup(span => span.Trace);
        Assert.Equal(ends.Length, traces.Count);

        foreach (var end in ends)
        {
            var run = end.Split('/')[^1][..40];
            var records = await RecordsAsync(cloud, run);
            Assert.Equal(Expected(records), traces[run[8..]].Where(span => span.Name is not "activity Act-1").Select(span => span.ToString()).Order(StringComparer.Ordinal));
            Assert.Single(traces[run[8..]], span => span.Name == "activity Act-1");
        }
    }

    private static string KeyOf(int number) => (number % 10) switch
    {
        0 => $"uploads/{number}.fail.mp4",
        1 => $"uploads/{number}.cancel.mp4",
        _ => $"uploads/{number}.mp4",
    };

    private static string StatusOf(int number) => (number % 10) switch
    {
        0 => "Failed",
        1 => "Canceled",
        _ => "Succeed",
    };

    private static async Task<Span[]> SpansAsync(LocalCloud cloud, int runs)
    {
        using var deadline = new CancellationTokenSource(Patience);

        while (true)
        {
            // An end must not be too young to be told. All sweeps end before time goes on again: a sweep stops when its time is over.
            var before = await cloud.InvocationsAsync("reconcile");
            await cloud.AdvanceAsync(TimeSpan.FromMinutes(Sweeps));
            await cloud.InvokedAsync("reconcile", before + Sweeps);
            var text = await cloud.Http.GetStringAsync(new Uri($"{cloud.Dashboard}/api/telemetry/spans?limit=100000"), deadline.Token);
            var spans = JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("resourceSpans").EnumerateArray()
                .SelectMany(resource => resource.GetProperty("scopeSpans").EnumerateArray())
                .SelectMany(scope => scope.GetProperty("spans").EnumerateArray())
                .Select(Span.Read)
                .ToArray();

            if (spans.Count(span => span.Name == "workflow run video") == runs)
            {
                return spans;
            }
        }
    }

    private static async Task<JsonElement[]> RecordsAsync(LocalCloud cloud, string run)
    {
        var keys = await cloud.LedgerAsync($"r/{run[..2]}/{run[..24]}/{run[24..]}/");
        var records = new List<JsonElement>();

        foreach (var key in keys)
        {
            records.Add(await cloud.RecordAsync(key));
        }

        return [.. records];
    }

    // What each kind of record says, written down once more: nothing here is of the product.
    private static IEnumerable<string> Expected(JsonElement[] records)
    {
        var (uploaded, error) = (Nano(records[0].GetProperty("src").GetProperty("eventTime")), ErrorOf(records[^1]));
        var spans = new List<string> { Line("workflow run video", uploaded, Nano(records[^1]), error), Line("wait for event", uploaded, Nano(records[0]), null) };

        foreach (var (record, next) in records.Zip(records.Skip(1)))
        {
            switch (record.GetProperty("kind").GetString())
            {
                case "claim":
                    var settled = records.Skip(record.GetProperty("seq").GetInt32() + 1).First(later => later.GetProperty("kind").GetString() is not ("intent" or "refused"));
                    spans.Add(Line("claim", Nano(record), Nano(settled), null));
                    spans.Add(Line("register", Nano(record), Nano(next), null));
                    break;
                case "intent":
                    spans.Add(Line("StartWorkflow", Nano(record), Nano(next), next.GetProperty("kind").GetString() == "refused" ? next.GetProperty("code").GetString() : null));
                    break;
                case "refused":
                    spans.Add(Line("back off", Nano(record), Nano(next), null));
                    break;
                case "started":
                    var finished = Math.Clamp(Nano(next.GetProperty("task").GetProperty("finishTime")), Nano(record), Nano(next));
                    spans.Add(Line("task", Nano(record), finished, error));
                    spans.Add(Line(next.GetProperty("how").GetString()!, finished, Nano(next), null));
                    break;
                default:
                    Assert.Fail($"a record that no journey makes: {record}");
                    break;
            }
        }

        return spans.Order(StringComparer.Ordinal);
    }

    private static string? ErrorOf(JsonElement done) => done.GetProperty("outcome").GetString() == "succeeded" ? null : $"Task{done.GetProperty("task").GetProperty("status").GetString()}";

    private static ulong Nano(JsonElement recordOrTime) =>
        (ulong)(DateTimeOffset.Parse((recordOrTime.ValueKind == JsonValueKind.Object ? recordOrTime.GetProperty("at") : recordOrTime).GetString()!, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static string Line(string name, ulong from, ulong to, string? error) => $"{name} {from} {to} {error}";

    private sealed record Span(string Trace, string Id, string Name, string From, string To, string? Error)
    {
        public static Span Read(JsonElement span) => new(
            span.GetProperty("traceId").GetString()!,
            span.GetProperty("spanId").GetString()!,
            span.GetProperty("name").GetString()!,
            span.GetProperty("startTimeUnixNano").GetString()!,
            span.GetProperty("endTimeUnixNano").GetString()!,
            span.TryGetProperty("attributes", out var attributes)
                ? attributes.EnumerateArray().Where(attribute => attribute.GetProperty("key").GetString() == "error.type").Select(attribute => attribute.GetProperty("value").GetProperty("stringValue").GetString()).SingleOrDefault()
                : null);

        public override string ToString() => $"{Name} {From} {To} {Error}";
    }
}
