using System.Text.Json;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Answers an event invocation. The result goes into a header, because Function Compute ignores the status code.</summary>
internal sealed partial class EventReply(StaleCredentials credentials, ILogger<EventReply> logger)
{
    public async Task SendAsync(HttpContext http, EventFunction function, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            // Kestrel limits the size of the body. The buffer grows with the bytes that arrive, not with the length that the client announces.
            using var document = new MemoryStream();
            await http.Request.Body.CopyToAsync(document, cancellationToken);
            var reply = await function(document.GetBuffer().AsMemory(0, (int)document.Length), invocation, cancellationToken);
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Succeeded;

            if (!reply.IsEmpty)
            {
                await HttpReply.JsonAsync(http, reply);
            }
        }
        catch (Exception failure)
        {
            Failed(logger, failure);
            credentials.LeaveAfterAnswer(http, failure);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Failed;
            await HttpReply.JsonAsync(
                http,
                JsonSerializer.SerializeToUtf8Bytes(new(failure.Message, failure.GetType().Name), HostingJson.Default.InvocationFailure));
        }
    }

    [LoggerMessage(
        EventId = 63, EventName = LogEvents.InvocationFailed, Level = LogLevel.Error, Message = "The invocation failed; Function Compute keeps the event.")]
    private static partial void Failed(ILogger logger, Exception failure);
}

/// <summary>Answers a client of the HTTP trigger.</summary>
internal static class HttpReply
{
    public static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        return JsonAsync(http, JsonSerializer.SerializeToUtf8Bytes(new(code, message), HostingJson.Default.ErrorReply));
    }

    public static async Task JsonAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }
}
