using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The user's own system, which wants to know how runs end and is not always there.</summary>
internal sealed class Listener(EventLoop loop)
{
    // Ten tries are made of each outcome: who is away for all of them was not promised anything.
    private const int MostRefusals = 7;

    private readonly HashSet<string> _heard = [];
    private readonly Dictionary<string, int> _refused = [];

    public bool Heard(RunId run, int seq) => _heard.Contains($"{run}-{seq}");

    private bool MayBeAway(Outcome outcome) => (_refused[outcome.Id] = _refused.GetValueOrDefault(outcome.Id) + 1) <= MostRefusals;

    /// <summary>As one process sees it, over the network.</summary>
    public IOutcomeSink From(Machine machine, Network network) => new Sink(this, machine, network, loop);

    private sealed class Sink(Listener listener, Machine machine, Network network, EventLoop loop) : IOutcomeSink
    {
        public string Name => "listener";

        public Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken) => network.CallAsync<SinkReply>(
            machine,
            new("Deliver", outcome.Type),
            () =>
            {
                if (loop.Dice.Roll(0.3) && listener.MayBeAway(outcome))
                {
                    return new SinkReply.Later("503");
                }

                listener._heard.Add(outcome.Id);
                return new SinkReply.Delivered();
            },
            () => new HttpRequestException("busy"),
            cancellationToken);
    }
}
