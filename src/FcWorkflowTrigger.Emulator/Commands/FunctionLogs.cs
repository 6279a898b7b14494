using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The functions' own lines, on standard error, so that standard output stays for the commands.</summary>
internal static class FunctionLogs
{
    /// <param name="all">Every line; otherwise only a warning about one the cloud would cut.</param>
    public static void Show(Emulation emulation, bool all)
    {
        foreach (var function in emulation.Functions.All)
        {
            function.Log.Written += line => Show(function.Function.Name, line, all);
        }
    }

    private static void Show(string function, string line, bool all)
    {
        if (FunctionLog.IsTooLong(line))
        {
            Console.Error.WriteLine(
                $"LOG-LINE-TOO-LONG: {function} wrote a line of {line.Length} characters; the log service takes 32 KB. It begins: {line[..80]}");
        }

        if (all)
        {
            Console.Error.WriteLine($"{function} | {line}");
        }
    }

    /// <summary>What each function said last, for somebody who looks for the reason of a failure.</summary>
    public static async Task ShowLastAsync(Emulation emulation)
    {
        foreach (var function in emulation.Functions.All)
        {
            foreach (var line in function.Log.Lines.TakeLast(15))
            {
                await Console.Error.WriteLineAsync($"{function.Function.Name} | {line}");
            }
        }
    }
}
