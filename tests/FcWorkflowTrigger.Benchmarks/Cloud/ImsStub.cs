using System.Text.Json;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The actions of IMS the function uses.</summary>
internal sealed class ImsStub(ImsTasks tasks)
{
    public async Task AnswerAsync(StubCall call)
    {
        var query = call.Http.Request.Query;
        call.Operation = call.Http.Request.Headers["x-acs-action"].ToString();
        var requestId = Guid.NewGuid().ToString().ToUpperInvariant();

        object reply = call.Operation switch
        {
            "RegisterMediaInfo" => new { MediaId = Guid.NewGuid().ToString("N"), RequestId = requestId },
            "GetMediaInfo" => new { MediaInfo = new { MediaId = query["MediaId"].ToString(), MediaBasicInfo = new { Status = "Normal" } }, RequestId = requestId },
            "StartWorkflow" => new { tasks.Start(query["TaskInput"].ToString(), query["UserData"].ToString()).TaskId, RequestId = requestId },
            "GetWorkflowTask" when tasks.Find(query["TaskId"].ToString()) is { } task => new { WorkflowTask = Json(task), RequestId = requestId },
            "ListWorkflowTasks" => new
            {
                TaskList = tasks.All.Where(task => task.Input.Contains(query["KeyText"].ToString(), StringComparison.Ordinal)).Take(100).Select(Json),
                RequestId = requestId,
            },
            var other => throw new InvalidOperationException($"No benchmark needs {other} of that."),
        };

        await call.WriteAsync(200, "application/json;charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(reply, reply.GetType()));
    }

    private object Json(ImsTasks.Started task) => new
    {
        task.TaskId,
        tasks.Status,
        TaskInput = task.Input,
        task.UserData,
        CreateTime = "2026-11-24T00:15:02Z",
        FinishTime = tasks.Status == "Succeed" ? "2026-11-24T00:16:40Z" : null,
    };
}
