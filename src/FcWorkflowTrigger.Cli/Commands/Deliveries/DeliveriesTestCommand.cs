using System.CommandLine;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Reconcile;

namespace FcWorkflowTrigger.Cli.Commands.Deliveries;

/// <summary><c>deliveries test</c></summary>
internal static class DeliveriesTestCommand
{
    public static Command Create(CommandLine line) => line.Command(
        "test",
        "Lets reconcile send a signed test outcome to every receiver now, and says what each answered. Exits 0 if all took it, else 1.",
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        using var functions = context.OpenFunctions();
        var reply = OperatorRequest.ReadReply(
            await functions.InvokeAsync(context.Connection.ReconcileFunction, new OperatorRequest(Deliveries: "test").ToJson(), cancellationToken),
            ReconcileJson.Default.DeliveryTestReply);

        foreach (var receiver in reply.Receivers)
        {
            if (session.Json)
            {
                session.WriteDocument(new TestResult(reply.WebhookId, receiver.Receiver, receiver.Result), CliJson.Lines.TestResult);
            }
            else
            {
                session.Out.WriteLine(LogText.ToLine($"{receiver.Receiver}: {receiver.Result}"));
            }
        }

        return reply.Receivers.All(receiver => receiver.Result == DeliveryEntry.Delivered) ? ExitCode.Success : ExitCode.Failed;
    }
}

/// <summary>What one receiver answered to the test; a line of <c>deliveries test --json</c>.</summary>
/// <param name="Result"><c>delivered</c>, <c>gone</c>, or why it was not delivered.</param>
internal sealed record TestResult(string WebhookId, string Sink, string Result);
