using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Fc.Triggers;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>The server of Function Compute: HTTP triggers at <c>/function/…</c>, and the InvokeFunction API.</summary>
internal static class FcServer
{
    private const string Api = "/2023-03-30/functions/";
    private const int MaxAsyncBytes = 128 * 1024;

    public static void MapFc(this WebApplication app, FunctionSet functions, AsyncQueue queue, CancellationToken stopping) => app.Run(async http =>
    {
        try
        {
            await AnswerAsync(http, functions, queue);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops, and its functions stop with it. No function is left to answer.
            http.Abort();
        }
    });

    private static Task AnswerAsync(HttpContext http, FunctionSet functions, AsyncQueue queue)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var requestId = RequestIds.New();
        http.Response.Headers["X-Fc-Request-Id"] = requestId;

        return target.StartsWith(Api, StringComparison.Ordinal)
            ? ApiAsync(http, target[Api.Length..].Split('?')[0].Split('/'), requestId, functions, queue)
            : HttpTriggers.AnswerAsync(http, target, requestId, functions);
    }

    private static Task ApiAsync(HttpContext http, string[] path, string requestId, FunctionSet functions, AsyncQueue queue) => path switch
    {
        [var name, "invocations"] when functions.Find(name) is null =>
            FcHttp.RefuseAsync(http, 404, "FunctionNotFound", $"function '{name}' does not exist"),
        [var name, "invocations"] when HttpMethods.IsPost(http.Request.Method) => InvokeAsync(http, name, requestId, functions, queue),
        [_, "invocations"] => FcHttp.RefuseAsync(http, 405, "MethodNotAllowed", "a function is invoked with POST"),
        _ => FcHttp.RefuseAsync(http, 404, "PathNotSupported", $"only POST {Api}{{functionName}}/invocations is served here"),
    };

    private static async Task InvokeAsync(HttpContext http, string name, string requestId, FunctionSet functions, AsyncQueue queue)
    {
        var async = http.Request.Headers["x-fc-invocation-type"] == "Async";
        var body = await FcHttp.BodyAsync(http);

        if (body is null || (async && body.Length > MaxAsyncBytes))
        {
            await FcHttp.RefuseAsync(http, 413, "EntityTooLarge", $"payload size exceeds {(async ? MaxAsyncBytes : HttpLimits.MaxBodyBytes)} bytes");
        }
        else if (async)
        {
            queue.Accept(name, body, "");
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else
        {
            var reply = await functions.InvokeAsync(name, FunctionRequest.Event(requestId, body, 0));

            if (reply.Failed)
            {
                http.Response.Headers["x-fc-error-type"] = "UnhandledInvocationError";
            }

            await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
        }
    }
}
