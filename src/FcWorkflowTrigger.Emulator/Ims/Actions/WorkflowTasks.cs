using System.Globalization;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>IMS GetWorkflowTask and ListWorkflowTasks.</summary>
internal static class WorkflowTasks
{
    private const int MaxKeyText = 32;
    private static readonly TimeSpan GetRetention = TimeSpan.FromDays(365);
    private static readonly TimeSpan ListRetention = TimeSpan.FromDays(90);

    public static JsonObject Get(ImsCall call, ImsContext ims)
    {
        var now = ims.Clock.GetUtcNow();
        var task = ims.State.FindTask(call.Required("TaskId"));

        return task is not null && task.CreateTime > now - GetRetention
            ? new() { ["WorkflowTask"] = TaskJson.Full(task, now) }
            : throw ImsError.Invalid("TaskId");
    }

    public static JsonObject List(ImsCall call, ImsContext ims)
    {
        var now = ims.Clock.GetUtcNow();
        var text = call["KeyText"] ?? "";
        var (from, to) = (Time(call, "StartOfCreateTime") ?? now - ListRetention, Time(call, "EndOfCreateTime") ?? now);
        var size = Number(call, "MaxResults") ?? 10;

        if (text.Length > MaxKeyText || size is < 1 or > 100)
        {
            throw ImsError.Invalid(text.Length > MaxKeyText ? "KeyText" : "MaxResults");
        }

        var skip = Number(call, "NextToken") ?? 0;
        var matching = ims.State.Tasks
            .Where(task => task.CreateTime > now - ListRetention && task.CreateTime + ims.Timings.ListLag <= now)
            .Where(task => task.CreateTime >= from && task.CreateTime <= to && task.TaskInput.Contains(text, StringComparison.Ordinal))
            .Where(task => call["WorkflowId"] is null || call["WorkflowId"] == task.WorkflowId)
            .Where(_ => call["WorkflowName"] is null or TaskJson.WorkflowName)
            .ToArray();
        var page = matching.Skip(skip).Take(size).ToArray();

        return new()
        {
            ["TaskList"] = new JsonArray([.. page.Select(task => TaskJson.Listed(task, now))]),
            ["MaxResults"] = size,
            ["NextToken"] = skip + size < matching.Length ? (skip + size).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static DateTimeOffset? Time(ImsCall call, string parameter) => call[parameter] is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw ImsError.Invalid(parameter);

    private static int? Number(ImsCall call, string parameter) => call[parameter] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw ImsError.Invalid(parameter);
}
