using System.CommandLine;
using System.Text;
using FcWorkflowTrigger.Cli.Acting;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Cli.Commands.Deliveries;

/// <summary><c>deliveries test</c></summary>
internal static class DeliveriesTestCommand
{
    public static Command Create(CommandLine line) => line.Command(
        "test",
        "Lets reconcile send a signed test outcome to every receiver now, and writes its answer. Exits 0 if reconcile did it, else 1.",
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        using var functions = context.OpenFunctions();
        var answer = Encoding.UTF8.GetString(await functions.InvokeAsync(context.Connection.ReconcileFunction, new OperatorRequest(Deliveries: "test").ToJson(), cancellationToken));
        session.Out.WriteLine(LogText.ToLine(answer.Length > 0 ? answer : "{}"));
        return ExitCode.Success;
    }
}
