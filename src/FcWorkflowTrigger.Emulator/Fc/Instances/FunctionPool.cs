using FcWorkflowTrigger.Emulator.Fc.Deployment;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>The instances of one function. The pool starts them when its concurrency needs them, up to a limit.</summary>
internal sealed class FunctionPool(FunctionConfig function, Hosting hosting, CancellationToken stopping) : IAsyncDisposable
{
    private const int MaxInstances = 4;

    // The semaphores are never disposed: a request that the end of the emulator cuts off still releases its slot, and they hold no handle.
    private readonly SemaphoreSlim _slots = new(MaxInstances * function.Concurrency);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<FunctionProcess> _instances = [];

    public FunctionConfig Function => function;

    public FunctionOutput Output { get; } = new();

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
            Output.Add(notStarted.Message);
            return FunctionReply.Crashed(notStarted.Message);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Kills all processes of this function at once, also in the middle of a request. Completes when they are gone.</summary>
    /// <param name="processId">Only this process; null for all.</param>
    public async Task KillAsync(int? processId = null)
    {
        FunctionProcess[] killed;

        lock (_instances)
        {
            killed = [.. _instances.Where(instance => !instance.HasExited && (processId is null || instance.Id == processId))];
            Array.ForEach(killed, instance => instance.Kill());
        }

        await Task.WhenAll(killed.Select(instance => instance.ExitedAsync(stopping)));
    }

    /// <summary>Kills all processes, also one that is just starting. Called after <c>stopping</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        // Never released: a start that was under way has ended by then, and no other begins.
        await _gate.WaitAsync(CancellationToken.None);

        lock (_instances)
        {
            _instances.ForEach(instance => instance.Dispose());
        }
    }

    private async Task<FunctionProcess> TakeAsync()
    {
        // Instances start one at a time, so that a burst does not start a process for each request.
        await _gate.WaitAsync(stopping);

        try
        {
            return Free() ?? await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    // The process is known before it listens, so that an end of all processes ends this one too. It is busy: no other request gets it.
    private async Task<FunctionProcess> StartAsync()
    {
        stopping.ThrowIfCancellationRequested();
        var instance = Add(await FunctionProcess.StartAsync(hosting, function, Output));

        try
        {
            await instance.ListenAsync(Output, stopping);
            return instance;
        }
        catch
        {
            Remove(instance);
            throw;
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

    private void Remove(FunctionProcess instance)
    {
        lock (_instances)
        {
            _instances.Remove(instance);
            instance.Dispose();
        }
    }

    private void Release(FunctionProcess instance)
    {
        lock (_instances)
        {
            instance.Busy--;

            if (hosting.Freeze && instance.Busy == 0 && !stopping.IsCancellationRequested)
            {
                instance.Freeze();
            }
        }
    }
}
