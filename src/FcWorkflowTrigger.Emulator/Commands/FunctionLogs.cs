namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The functions' own lines, on standard error, so that standard output stays for the commands.</summary>
internal static class FunctionLogs
{
    public static void Show(Emulation emulation, bool wanted)
    {
        foreach (var function in emulation.Functions.All.Where(_ => wanted))
        {
            function.Log.Written += line => Console.Error.WriteLine($"{function.Function.Name} | {line}");
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
