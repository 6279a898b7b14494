using System.Text.Json;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The state of IMS: assets, tasks, and the global callback.</summary>
internal sealed class ImsState
{
    private const string AssetKind = "ims-assets";
    private const string TaskKind = "ims-tasks";
    private const string CallbackKind = "ims-callback";
    private const string OnlyCallback = "event";

    private readonly Lock _gate = new();
    private readonly AssetIndex _assets = new();
    private readonly Dictionary<string, WorkflowTask> _tasks = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly DataFolder _data;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ImsState(DataFolder data)
    {
        _data = data;

        foreach (var asset in data.ReadAll(AssetKind, json => JsonSerializer.Deserialize(json, ImsJson.Default.MediaAsset))
            .GroupBy(asset => (asset.Bucket, asset.Key)).Select(same => same.MaxBy(asset => asset.CreateTime)!))
        {
            // If the process ended while it replaced an asset, both are there. The older one was replaced.
            _assets.Add(asset);
        }

        foreach (var task in data.ReadAll(TaskKind, json => JsonSerializer.Deserialize(json, ImsJson.Default.WorkflowTask)).OrderBy(task => task.CreateTime))
        {
            _tasks[task.TaskId] = task;
            _order.Add(task.TaskId);
        }

        EventCallback = data.ReadAll(CallbackKind, json => JsonSerializer.Deserialize(json, ImsJson.Default.EventCallback)).FirstOrDefault();
    }

    /// <summary>Raised when a task has changed, also by time alone; outside any lock.</summary>
    public event Action<WorkflowTask>? TaskChanged;

    public EventCallback? EventCallback { get; private set; }

    /// <summary>Completes at the next change of any task.</summary>
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

    /// <summary>In the order they were accepted.</summary>
    public IReadOnlyList<WorkflowTask> Tasks
    {
        get
        {
            lock (_gate)
            {
                return [.. _order.Select(id => _tasks[id])];
            }
        }
    }

    public IReadOnlyList<MediaAsset> Assets
    {
        get
        {
            lock (_gate)
            {
                return [.. _assets.All];
            }
        }
    }

    public void Set(EventCallback callback)
    {
        _data.Write(CallbackKind, OnlyCallback, JsonSerializer.SerializeToUtf8Bytes(callback, ImsJson.Default.EventCallback));
        EventCallback = callback;
    }

    public MediaAsset? FindAsset(string mediaId)
    {
        lock (_gate)
        {
            return _assets.Find(mediaId);
        }
    }

    public MediaAsset? FindAsset(ObjectLocation location)
    {
        lock (_gate)
        {
            return _assets.FindObject(location.Bucket, location.Key);
        }
    }

    /// <summary>Adds an asset if <paramref name="check"/> allows it. Both happen in one atomic step.</summary>
    /// <returns>The new asset, or the asset of an earlier identical call.</returns>
    public MediaAsset Register(MediaAsset asset, Func<AssetIndex, Registration> check)
    {
        lock (_gate)
        {
            var (earlier, replaced) = check(_assets);

            if (earlier is not null)
            {
                return earlier;
            }

            Write(asset);
            _assets.Add(asset);
            Touch();

            if (replaced is not null)
            {
                _assets.Remove(replaced);
                _data.Delete(AssetKind, replaced.MediaId);
            }

            return asset;
        }
    }

    public void AddAssetAttempt(string mediaId, CallbackAttempt attempt) =>
        ChangeAsset(mediaId, asset => asset with { Callbacks = [.. asset.Callbacks, attempt] });

    public void SetAssetNotified(string mediaId) => ChangeAsset(mediaId, asset => asset with { Notified = true });

    public WorkflowTask? FindTask(string taskId)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault(taskId);
        }
    }

    public void Add(WorkflowTask task)
    {
        lock (_gate)
        {
            Save(task);
            _order.Add(task.TaskId);
        }

        TaskChanged?.Invoke(task);
    }

    /// <summary>Forgets every asset and task. The global callback stays, as it is no data.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var asset in _assets.All)
            {
                _data.Delete(AssetKind, asset.MediaId);
            }

            foreach (var task in _order)
            {
                _data.Delete(TaskKind, task);
            }

            _assets.Clear();
            _tasks.Clear();
            _order.Clear();
            Touch();
        }
    }

    public void AddAttempt(string taskId, CallbackAttempt attempt) =>
        ChangeTask(taskId, task => task with { Callbacks = [.. task.Callbacks, attempt] });

    public void SetNotified(string taskId) => ChangeTask(taskId, task => task with { Notified = true });

    /// <summary>Time has changed the status of this task.</summary>
    public void Touch(string taskId)
    {
        Touch();

        if (FindTask(taskId) is { } task)
        {
            TaskChanged?.Invoke(task);
        }
    }

    /// <summary>Completes <see cref="Changed"/>, because time may have changed the status of tasks.</summary>
    public void Touch()
    {
        lock (_gate)
        {
            var changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }

    // A reset may have taken the task away in the meantime.
    private void ChangeTask(string taskId, Func<WorkflowTask, WorkflowTask> change)
    {
        WorkflowTask changed;

        lock (_gate)
        {
            if (!_tasks.TryGetValue(taskId, out var task))
            {
                return;
            }

            changed = change(task);
            Save(changed);
        }

        TaskChanged?.Invoke(changed);
    }

    // The asset may have been overwritten in the meantime.
    private void ChangeAsset(string mediaId, Func<MediaAsset, MediaAsset> change)
    {
        lock (_gate)
        {
            if (_assets.Find(mediaId) is { } asset)
            {
                var changed = change(asset);
                Write(changed);
                _assets.Change(changed);
                Touch();
            }
        }
    }

    private void Write(MediaAsset asset) =>
        _data.Write(AssetKind, asset.MediaId, JsonSerializer.SerializeToUtf8Bytes(asset, ImsJson.Default.MediaAsset));

    private void Save(WorkflowTask task)
    {
        _data.Write(TaskKind, task.TaskId, JsonSerializer.SerializeToUtf8Bytes(task, ImsJson.Default.WorkflowTask));
        _tasks[task.TaskId] = task;
        Touch();
    }
}
