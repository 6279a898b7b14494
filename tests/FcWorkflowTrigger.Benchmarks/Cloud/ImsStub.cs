using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The actions of IMS that the functions use.</summary>
internal sealed class ImsStub(ImsTasks tasks)
{
    private const string RequestId = "5D8B6F2E-3C41-4A77-9B0D-2F6E81C4A903";

    public ValueTask AnswerAsync(StubCall call)
    {
        call.Operation = call.Headers["x-acs-action"].ToString();
        return call.AnswerAsync(200, "application/json;charset=utf-8", Reply(call));
    }

    private byte[] Reply(StubCall call) => call.Operation switch
    {
        // The two replies of an upload are written by hand. A serializer would cost more time than the rest of the reply.
        "RegisterMediaInfo" => Encoding.UTF8.GetBytes($$"""{"MediaId":"{{Guid.NewGuid():N}}","RequestId":"{{RequestId}}"}"""),
        "StartWorkflow" => Encoding.UTF8.GetBytes($$"""{"TaskId":"{{Start(call)}}","RequestId":"{{RequestId}}"}"""),
        "GetMediaInfo" => Json(new { MediaInfo = new { MediaId = call.Query("MediaId"), MediaBasicInfo = new { Status = "Normal" } }, RequestId }),
        "GetWorkflowTask" when tasks.Find(call.Query("TaskId") ?? "") is { } task => Json(new { WorkflowTask = Describe(task), RequestId }),
        "ListWorkflowTasks" => Json(new { TaskList = Listed(call.Query("KeyText") ?? ""), RequestId }),
        var other => throw new InvalidOperationException($"The stub does not serve the IMS action {other}."),
    };

    private string Start(StubCall call) => tasks.Start(call.Query("TaskInput") ?? "", call.Query("UserData") ?? "").TaskId;

    private IEnumerable<object> Listed(string keyText) =>
        tasks.All.Where(task => task.Input.Contains(keyText, StringComparison.Ordinal)).Take(100).Select(Describe);

    private object Describe(ImsTasks.Started task) => new
    {
        task.TaskId,
        tasks.Status,
        TaskInput = task.Input,
        task.UserData,
        CreateTime = "2026-11-24T00:15:02Z",
        FinishTime = tasks.Status == "Succeed" ? "2026-11-24T00:16:40Z" : null,
    };

    private static byte[] Json<T>(T reply) => JsonSerializer.SerializeToUtf8Bytes(reply);
}
