namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>
/// Threads that schedules can be played on. Awaits continue inside one another here, and where the stack runs low the runtime would carry
/// them to another thread, and chance with them: so the stack is large.
/// </summary>
internal static class SimulationContext
{
    private const int StackBytes = 256 * 1024 * 1024;

    [ThreadStatic]
    private static bool _isOne;

    /// <exception cref="InvalidOperationException">This thread is none.</exception>
    public static void Require()
    {
        if (!_isOne)
        {
            throw new InvalidOperationException("A schedule is played on a Stage.");
        }
    }

    /// <summary>Does it all on one such thread.</summary>
    public static void Run(Action action) => Run(1, _ => action());

    /// <summary>Does it on several at once, each told its number from 0.</summary>
    public static void Run(int count, Action<int> action)
    {
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(number => Start(number, action, failures)).ToArray();

        foreach (var thread in threads)
        {
            thread.Join();
        }

        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    private static Thread Start(int number, Action<int> action, Exception?[] failures)
    {
        var thread = new Thread(() => Perform(number, action, failures), StackBytes);
        thread.Start();
        return thread;
    }

    private static void Perform(int number, Action<int> action, Exception?[] failures)
    {
        _isOne = true;

        try
        {
            action(number);
        }
        catch (Exception failure)
        {
            failures[number] = failure;
        }
    }
}
