using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>All deployed functions and their invocations.</summary>
internal sealed class FunctionSet(IReadOnlyList<FunctionConfig> configs, Hosting hosting, EmulatorClock clock, Faults faults, CancellationToken stopping)
    : IAsyncDisposable
{
    private readonly Dictionary<string, FunctionPool> _pools =
        configs.ToDictionary(config => config.Name, config => new FunctionPool(config, hosting, stopping));

    private readonly Lock _gate = new();
    private readonly List<InvocationRecord> _invocations = [];
    private readonly List<byte[]> _failures = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised when an invocation has ended, outside any lock.</summary>
    public event Action<InvocationRecord>? Invoked;

    /// <summary>A hash of the binary, in the form of a CRC-64; it is the same for all functions, because they run one binary.</summary>
    public string CodeChecksum => field ??= File.Exists(hosting.Bootstrap)
        ? BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(File.ReadAllBytes(hosting.Bootstrap))).ToString(CultureInfo.InvariantCulture)
        : "0";

    public IEnumerable<FunctionPool> All => _pools.Values;

    /// <summary>The ended invocations, oldest first, and a task that completes at the next invocation or failure.</summary>
    public (IReadOnlyList<InvocationRecord> Invocations, Task Changed) Watch()
    {
        lock (_gate)
        {
            return ([.. _invocations], _changed.Task);
        }
    }

    /// <summary>The documents of the events that failed in all attempts.</summary>
    public IReadOnlyList<byte[]> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    public FunctionPool? Find(string name) => _pools.GetValueOrDefault(name);

    public async Task<FunctionReply> InvokeAsync(string function, FunctionRequest request)
    {
        var began = clock.GetUtcNow();
        var reply = faults.Take("fc", function, "fail") is null
            ? await _pools[function].SendAsync(request)
            : FunctionReply.Crashed("Asked for by the operator of this emulator.");

        var kind = request.ControlPath == "/invoke" ? "event" : "http";
        var ended = new InvocationRecord(function, request.RequestId, request.RetryCount, kind, !reply.Failed, clock.GetUtcNow(), began, reply.Error);

        lock (_gate)
        {
            _invocations.Add(ended);
            Touch();
        }

        Invoked?.Invoke(ended);
        return reply;
    }

    public void AddFailure(byte[] document)
    {
        lock (_gate)
        {
            _failures.Add(document);
            Touch();
        }
    }

    /// <summary>Forgets what has happened.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _invocations.Clear();
            _failures.Clear();
            Touch();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            await pool.DisposeAsync();
        }
    }

    private void Touch()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
