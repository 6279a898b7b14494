using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Prints the output of the functions on standard error. Standard output is for the commands.</summary>
internal static class FunctionOutputPrinter
{
    /// <param name="all">Print every line. If false, print only a warning about each line that the cloud would cut.</param>
    public static void Subscribe(Emulation emulation, bool all)
    {
        foreach (var function in emulation.Functions.All)
        {
            function.Output.Written += line => Print(function.Function.Name, line, all);
        }
    }

    private static void Print(string function, string line, bool all)
    {
        if (FunctionOutput.IsTooLong(line))
        {
            Console.Error.WriteLine(
                $"LOG-LINE-TOO-LONG: {function} wrote a line of {line.Length} characters; the limit of the log service is 32 KB. The line begins: {line[..80]}");
        }

        if (all)
        {
            Console.Error.WriteLine($"{function} | {line}");
        }
    }

    /// <summary>Prints the last lines of each function. They often show the reason of a failure.</summary>
    public static async Task PrintLastAsync(Emulation emulation)
    {
        foreach (var function in emulation.Functions.All)
        {
            foreach (var line in function.Output.Lines.TakeLast(15))
            {
                await Console.Error.WriteLineAsync($"{function.Function.Name} | {line}");
            }
        }
    }
}
