using FcWorkflowTrigger.Cloud.Ims.Models;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>What IMS's list says about one start.</summary>
internal abstract record TaskSearch
{
    private TaskSearch() { }

    /// <summary>The list shows the run's task.</summary>
    public sealed record Found(WorkflowTask Task) : TaskSearch;

    /// <summary>The whole list was read, and each task of this media in it names another run.</summary>
    public sealed record Absent : TaskSearch
    {
        public static Absent Instance { get; } = new();
    }

    /// <summary>The list shows a task of this media whose UserData names no run. It may be the task of this run.</summary>
    public sealed record Ambiguous(string TaskId) : TaskSearch;

    /// <summary>The list could not be read to its end, so it proves nothing.</summary>
    public sealed record Incomplete(string Why) : TaskSearch;
}
