using System.CommandLine;
using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Comparison;

/// <summary><c>faults</c>: the function and the plain Node handler side by side, each with the same uploads under the same troubles.</summary>
internal static class FaultsCommand
{
    private const string FunctionName = "this program";

    private static readonly Option<int> Uploads = new("--uploads") { Description = "Uploads for each trouble (default 10).", DefaultValueFactory = _ => 10 };
    private static readonly Option<string?> Bootstrap = new("--bootstrap") { Description = "Compare this native binary (default: publish the function first)." };

    public static Command Create()
    {
        var command = new Command("faults", "Lost and doubled uploads of the function and of a plain Node handler, under four faults. Exits 0 only if the function has none. Not part of 'all'.")
        {
            Uploads, Bootstrap,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await Publishing.NodePackagesAsync(cancellationToken);
        var function = Path.GetFullPath(
            parsed.GetValue(Bootstrap) ?? await Publishing.NativeAsync("src/FcWorkflowTrigger", "bootstrap", cancellationToken), Publishing.Root);
        var results = new List<TroubleResult>();

        foreach (var trouble in Trouble.All)
        {
            await Console.Error.WriteLineAsync(trouble.Name);
            results.Add(await TroubleRun.RunAsync(trouble, Subjects.NodeName, Path.Combine(Publishing.PlainNode, "bootstrap"), parsed.GetValue(Uploads), cancellationToken));
            results.Add(await TroubleRun.RunAsync(trouble, FunctionName, function, parsed.GetValue(Uploads), cancellationToken));
        }

        await Console.Out.WriteLineAsync("| What goes wrong, once for each upload | Program | Uploads | Tasks started | Doubled | Lost |");
        await Console.Out.WriteLineAsync("|---|---|--:|--:|--:|--:|");

        foreach (var result in results)
        {
            await Console.Out.WriteLineAsync($"| {result.Trouble} | {result.Program} | {result.Uploads} | {result.Tasks} | {result.Doubled} | {result.Lost} |");
        }

        return results.Where(result => result.Program == FunctionName).All(result => result.IsRight) ? 0 : 1;
    }
}
