using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The system of the user that receives the outcomes of runs. It is not always available.</summary>
internal sealed class OutcomeReceiver(EventLoop loop)
{
    // The product makes ten attempts for each outcome. It does not promise delivery to a receiver that refuses all of them.
    private const int MostRefusals = 7;

    private readonly Dictionary<string, DateTimeOffset> _received = [];
    private readonly Dictionary<string, int> _refused = [];

    public bool HasReceived(RunId run, int seq) => _received.ContainsKey($"{run}-{seq}");

    /// <summary>When it was last received; null for never.</summary>
    public DateTimeOffset? LastReceived(RunId run, int seq) => _received.TryGetValue($"{run}-{seq}", out var at) ? at : null;

    private bool MayRefuse(Outcome outcome) => (_refused[outcome.Id] = _refused.GetValueOrDefault(outcome.Id) + 1) <= MostRefusals;

    /// <summary>The sink of one process. Its deliveries go over the simulated network.</summary>
    public IOutcomeSink CreateSink(Machine machine, Network network) => new Sink(this, machine, network, loop);

    private sealed class Sink(OutcomeReceiver receiver, Machine machine, Network network, EventLoop loop) : IOutcomeSink
    {
        public string Name => "listener";

        public Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken) => network.CallAsync<SinkReply>(
            machine,
            new("Deliver", outcome.Type),
            () =>
            {
                if (loop.Dice.Roll(0.3) && receiver.MayRefuse(outcome))
                {
                    return new SinkReply.Later("503");
                }

                receiver._received[outcome.Id] = loop.Now;
                return new SinkReply.Delivered();
            },
            () => new HttpRequestException("busy"),
            cancellationToken);
    }
}
