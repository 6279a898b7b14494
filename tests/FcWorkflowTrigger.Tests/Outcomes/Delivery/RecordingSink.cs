using FcWorkflowTrigger.Outcomes;

namespace FcWorkflowTrigger.Tests.Outcomes.Delivery;

/// <summary>Records every outcome, and answers as the test sets it.</summary>
internal sealed class RecordingSink(string name = "recording") : IOutcomeSink
{
    public string Name => name;

    public List<Outcome> Delivered { get; } = [];

    public Func<SinkReply> Answer { get; set; } = () => new SinkReply.Delivered();

    public Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        lock (Delivered)
        {
            Delivered.Add(outcome);
        }

        return Task.FromResult(Answer());
    }
}
