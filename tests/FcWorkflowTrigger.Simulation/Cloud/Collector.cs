using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The collector of telemetry. It is not always available.</summary>
/// <param name="isSilent">It takes every connection and never answers.</param>
internal sealed class Collector(EventLoop loop, bool isSilent)
{
    // The product keeps an end for a day.
    private const int MostRefusals = 4;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _told = [];
    private readonly Dictionary<string, int> _offers = [];
    private int _refused;

    /// <summary>Whether it is promised that it is told of every end.</summary>
    public bool Answers => !isSilent;

    public bool HasReceived(RunId run) => _told.Contains(run.Value);

    /// <summary>A trace of the run was sent again after it was not taken. What is not taken within a day is given up.</summary>
    public bool WasOfferedAgain(RunId run) => _offers.GetValueOrDefault(run.Value) > 1;

    /// <summary>The client of one process. Its requests go over the simulated network.</summary>
    public IOtlpClient CreateClient(Machine machine, Network network) => new Client(this, machine, network, loop, isSilent);

    private static IEnumerable<string> RunsOf(ExportTraceServiceRequest traces) => traces.ResourceSpans
        .SelectMany(resource => resource.ScopeSpans)
        .SelectMany(scope => scope.Spans)
        .SelectMany(span => span.Attributes)
        .Where(attribute => attribute.Key == "fcwt.run.id")
        .Select(attribute => attribute.Value.StringValue!)
        .Distinct();

    private sealed class Client(Collector collector, Machine machine, Network network, EventLoop loop, bool isSilent) : IOtlpClient
    {
        public Task<OtlpReply> SendAsync(ExportTraceServiceRequest traces, CancellationToken cancellationToken)
        {
            foreach (var run in RunsOf(traces))
            {
                collector._offers[run] = collector._offers.GetValueOrDefault(run) + 1;
            }

            return SendAsync("traces", () => collector._told.UnionWith(RunsOf(traces)), cancellationToken);
        }

        public Task<OtlpReply> SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancellationToken) => SendAsync("metrics", () => { }, cancellationToken);

        private async Task<OtlpReply> SendAsync(string signal, Action take, CancellationToken cancellationToken)
        {
            using var deadline = new Deadline(Timeout, machine.Clock, cancellationToken);

            try
            {
                return isSilent ? await Silence(deadline.Token) : await network.CallAsync<OtlpReply>(
                    machine,
                    new("Export", signal),
                    () =>
                    {
                        if (loop.Dice.Roll(0.3) && ++collector._refused <= MostRefusals)
                        {
                            loop.Counts.Increment(Situation.RefusedExport);
                            return new OtlpReply.Later("answered 503");
                        }

                        take();
                        return OtlpReply.Accepted.Instance;
                    },
                    () => new HttpRequestException("busy"),
                    deadline.Token);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                return new OtlpReply.Later("no answer");
            }
        }

        private static async Task<OtlpReply> Silence(CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource<OtlpReply>();
            using var stop = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            return await never.Task;
        }
    }
}
