namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>
/// Starts the threads that play schedules. Continuations of awaits run inside one another here. If the stack ran low, the runtime would move
/// a continuation to another thread, and the order would no longer follow from the seed. So these threads have a large stack.
/// </summary>
internal static class SimulationContext
{
    private const int StackBytes = 256 * 1024 * 1024;

    [ThreadStatic]
    private static bool _isSimulationThread;

    /// <exception cref="InvalidOperationException">This type has not started the current thread.</exception>
    public static void Require()
    {
        if (!_isSimulationThread)
        {
            throw new InvalidOperationException("A schedule runs only on a thread that SimulationContext has started.");
        }
    }

    /// <summary>Runs the action on one such thread.</summary>
    public static void Run(Action action) => Run(1, _ => action());

    /// <summary>Runs the action on several such threads at once. The argument is the number of the thread, from 0.</summary>
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
        _isSimulationThread = true;

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
