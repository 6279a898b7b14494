using System.Text.Json;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Answers an event invocation: the verdict goes into a header, because Function Compute drops the status.</summary>
internal sealed class EventReply(FcLoggerFactory log, StaleCredentials credentials)
{
    // Function Compute's own limit for asynchronous events. A longer one is taken too, but no length is believed before its bytes are there.
    private const long UsualBytes = 128 * 1024;

    public async Task SendAsync(HttpContext http, EventFunction function, Invocation invocation, CancellationToken cancellationToken)
    {
        // One byte more, in which the end is found.
        var document = new Utf8Text((int)Math.Min(http.Request.ContentLength ?? 0, UsualBytes) + 1);

        try
        {
            await document.AppendAsync(http.Request.Body, cancellationToken);
            await function(document.WrittenMemory, invocation, cancellationToken);

            // Only now: where something failed, a call that was given up may still be sending it.
            document.Dispose();
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Succeeded;
        }
        catch (Exception failure)
        {
            log.Write("ERROR", $"The invocation failed; Function Compute keeps the event. {failure}");
            credentials.LeaveAfterAnswer(http, failure);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Failed;
            await HttpReply.JsonAsync(
                http,
                JsonSerializer.SerializeToUtf8Bytes(new(failure.Message, failure.GetType().Name), HostingJson.Default.InvocationFailure));
        }
    }
}

/// <summary>Answers an HTTP caller.</summary>
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
