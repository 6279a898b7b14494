using System.Diagnostics;
using System.Globalization;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>One request to the stub.</summary>
internal sealed class StubCall(StubCloud cloud, HttpContext http)
{
    public StubCloud Cloud { get; } = cloud;

    public HttpContext Http { get; } = http;

    /// <summary>The operation's name in the cloud's documentation, once the service has recognised it.</summary>
    public string Operation { get; set; } = "?";

    public static async Task AnswerAsync(StubCloud cloud, string service, HttpContext http, Func<StubCall, Task> answer)
    {
        var call = new StubCall(cloud, http);
        var (begin, log) = (Stopwatch.GetTimestamp(), cloud.Log);
        http.Response.Headers.Date = cloud.Clock.Now.ToString("R", CultureInfo.InvariantCulture);

        if (cloud.Delay > TimeSpan.Zero)
        {
            await Task.Delay(cloud.Delay, http.RequestAborted);
        }

        await answer(call);
        log?.Add(new(service, call.Operation, begin, Stopwatch.GetTimestamp()));
    }

    public async Task<byte[]> BodyAsync()
    {
        using var body = new MemoryStream();
        await Http.Request.Body.CopyToAsync(body, Http.RequestAborted);
        return body.ToArray();
    }

    public async Task WriteAsync(int status, string type, ReadOnlyMemory<byte> body)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = type;
        Http.Response.ContentLength = body.Length;
        await Http.Response.Body.WriteAsync(body, Http.RequestAborted);
    }
}
