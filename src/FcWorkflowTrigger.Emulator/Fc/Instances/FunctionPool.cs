using FcWorkflowTrigger.Emulator.Fc.Deployment;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>The instances of one function: started when needed, as many as its concurrency asks for, up to a limit.</summary>
internal sealed class FunctionPool(FunctionConfig function, Hosting hosting, CancellationToken stopping) : IDisposable
{
    private const int MaxInstances = 4;

    // Never disposed: a request cut off by the end still gives its place back, and neither holds a handle.
    private readonly SemaphoreSlim _slots = new(MaxInstances * function.Concurrency);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<FunctionProcess> _instances = [];

    public FunctionConfig Function => function;

    public FunctionLog Log { get; } = new();

    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_instances)
            {
                return [.. _instances.Where(instance => !instance.HasExited).Select(instance => instance.Id)];
            }
        }
    }

    public async Task<FunctionReply> SendAsync(FunctionRequest request)
    {
        await _slots.WaitAsync(stopping);

        try
        {
            var instance = await TakeAsync();

            try
            {
                return await instance.SendAsync(request, stopping);
            }
            finally
            {
                Release(instance);
            }
        }
        catch (InvalidOperationException notStarted)
        {
            Log.Add(notStarted.Message);
            return FunctionReply.Crashed(notStarted.Message);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Ends every process of this function at once, wherever it is.</summary>
    public void Kill()
    {
        lock (_instances)
        {
            _instances.ForEach(instance => instance.Kill());
        }
    }

    public void Dispose()
    {
        lock (_instances)
        {
            _instances.ForEach(instance => instance.Dispose());
        }
    }

    private async Task<FunctionProcess> TakeAsync()
    {
        // One at a time, so that a burst does not start a process for each of its requests.
        await _gate.WaitAsync(stopping);

        try
        {
            return Free() ?? Add(await FunctionProcess.StartAsync(hosting, function, Log, stopping));
        }
        finally
        {
            _gate.Release();
        }
    }

    private FunctionProcess? Free()
    {
        lock (_instances)
        {
            _instances.RemoveAll(instance => instance.HasExited && instance.Busy == 0);
            var free = _instances.Find(instance => !instance.HasExited && instance.Busy < function.Concurrency);

            if (free is not null)
            {
                free.Busy++;
                free.Thaw();
            }

            return free;
        }
    }

    private FunctionProcess Add(FunctionProcess instance)
    {
        lock (_instances)
        {
            instance.Busy = 1;
            _instances.Add(instance);
            return instance;
        }
    }

    private void Release(FunctionProcess instance)
    {
        lock (_instances)
        {
            instance.Busy--;

            if (hosting.Freeze && instance.Busy == 0)
            {
                instance.Freeze();
            }
        }
    }
}
