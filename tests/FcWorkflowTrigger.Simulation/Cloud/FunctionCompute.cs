using System.Text.Json;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Simulation.Deployment;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>Asynchronous invocation in Function Compute: an event that fails is retried, and after the last attempt it goes to the failure destination.</summary>
internal sealed class FunctionCompute(EventLoop loop, InstancePool instances)
{
    // As s.yaml configures them: ingest has one attempt and three retries, reconcile has one attempt and eight retries.
    private const int IngestAttempts = 4;
    private const int ReconcileAttempts = 9;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(2);

    private int _requests;

    /// <summary>The number of accepted events that have not succeeded and have not gone to the failure destination.</summary>
    public int Pending { get; private set; }

    public void Ingest(byte[] document, TimeSpan after) => Accept(new(FunctionRole.Ingest, document, NextRequestId(), IngestAttempts), after);

    public void Reconcile(byte[] document, TimeSpan after) => Accept(new(FunctionRole.Reconcile, document, NextRequestId(), ReconcileAttempts), after);

    /// <summary>A person invokes reconcile and waits for the answer. A command that fails is not repeated, unless the person sent it as an event.</summary>
    public void Command(byte[] document, TimeSpan after, bool isEvent, Action? succeeded = null) =>
        Accept(new(FunctionRole.Reconcile, document, NextRequestId(), isEvent ? ReconcileAttempts : 1, succeeded), after);

    private string NextRequestId() => $"request-{++_requests}";

    private void Accept(Delivery delivery, TimeSpan after)
    {
        Pending++;
        loop.After(after, null, () => Attempt(delivery, 1));
    }

    private void Attempt(Delivery delivery, int attempt)
    {
        var instance = instances.Take(delivery.Role);
        var invocation = new SimulatedInvocation(loop, instance, failed => Ended(delivery, attempt, failed));
        loop.Trace.Add(loop.Now, instance.Machine.Name, $"receives {delivery.RequestId}, attempt {attempt}");
        invocation.Begin(Timeout, token => HandleAsync(instance, delivery, token));
    }

    private async Task HandleAsync(Instance instance, Delivery delivery, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(delivery.RequestId, Timeout, instance.Machine.Name);
        using var deadline = new CancellationTokenSource(Timeout - AnswerMargin, instance.Machine.Clock);

        Task handling = delivery.Role == FunctionRole.Ingest
            ? instance.Ingest.HandleAsync(delivery.Document, invocation, deadline.Token)
            : instance.Reconcile.HandleAsync(delivery.Document, invocation, deadline.Token);

        // The handler made no call: this process has started the run itself and remembers the event.
        if (handling.IsCompletedSuccessfully && delivery.Role == FunctionRole.Ingest)
        {
            loop.Counts.Increment(Situation.KnownEvent);
        }

        await handling;
    }

    private void Ended(Delivery delivery, int attempt, bool failed)
    {
        loop.Trace.Add(loop.Now, "fc", $"{delivery.RequestId} {(failed ? "failed" : "succeeded")}");

        if (failed && attempt < delivery.Attempts)
        {
            loop.After(loop.Dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), null, () => Attempt(delivery, attempt + 1));
            return;
        }

        Pending--;

        if (!failed)
        {
            delivery.Succeeded?.Invoke();
        }

        if (failed && delivery.Role == FunctionRole.Ingest)
        {
            loop.Counts.Increment(Situation.GivenUpEvent);
            Reconcile(FailureDocument(delivery), TimeSpan.FromSeconds(1));
        }
    }

    private static byte[] FailureDocument(Delivery delivery) => JsonSerializer.SerializeToUtf8Bytes(
        new FailureDocument(new(delivery.RequestId), System.Text.Encoding.UTF8.GetString(delivery.Document)), SimulationJson.Default.FailureDocument);

    private sealed record Delivery(FunctionRole Role, byte[] Document, string RequestId, int Attempts, Action? Succeeded = null);
}
