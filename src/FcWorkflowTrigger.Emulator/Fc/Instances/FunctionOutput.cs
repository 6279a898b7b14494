using System.Text;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>The last lines that the processes of a function have written, as the log service (SLS) would keep them.</summary>
internal sealed class FunctionOutput
{
    private const int MaxLines = 1000;
    private const int MaxLineBytes = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action<string>? Written;

    /// <summary>Whether SLS would cut the line (Function Compute documentation, "Limits").</summary>
    public static bool IsTooLong(string line) => Encoding.UTF8.GetByteCount(line) > MaxLineBytes;

    /// <summary>Completes with the next line.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);

            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }

            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Written?.Invoke(line);
    }
}
