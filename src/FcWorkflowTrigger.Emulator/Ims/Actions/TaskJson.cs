using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>A task as IMS writes it; texts inside it that hold JSON stay texts.</summary>
internal static class TaskJson
{
    public const string WorkflowName = "local";

    public static JsonObject Full(WorkflowTask task, DateTimeOffset now)
    {
        var json = Listed(task, now);
        json["ActivityResults"] = ActivityResults(task, now);
        return json;
    }

    public static JsonObject Listed(WorkflowTask task, DateTimeOffset now) => new()
    {
        ["TaskId"] = task.TaskId,
        ["Status"] = task.StatusAt(now),
        ["TaskInput"] = task.TaskInput,
        ["UserData"] = task.UserData,
        ["CreateTime"] = ImsFormat.Time(task.CreateTime),
        ["FinishTime"] = now < task.FinishTime ? null : ImsFormat.Time(task.FinishTime),
        ["Workflow"] = new JsonObject
        {
            ["WorkflowId"] = task.WorkflowId,
            ["Name"] = WorkflowName,
            ["Status"] = "Active",
            ["Type"] = "Customize",
            ["MediaType"] = "Media",
        },
    };

    /// <summary>The only form published is that of the sister product's event: an object keyed by activity.</summary>
    public static string ActivityResults(WorkflowTask task, DateTimeOffset now) => new JsonObject
    {
        ["Act-1"] = new JsonObject
        {
            ["ActivityId"] = "Act-1",
            ["Status"] = task.StatusAt(now),
            ["StartTime"] = ImsFormat.Time(task.BeginTime),
            ["EndTime"] = now < task.FinishTime ? null : ImsFormat.Time(task.FinishTime),
            ["Result"] = new JsonObject { ["MediaId"] = task.MediaId, ["Status"] = "Finished" },
        },
    }.ToJsonString();
}
