using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>Function Compute's front door: HTTP triggers at <c>/function/…</c>, and the InvokeFunction API.</summary>
internal static class FcServer
{
    private const string Api = "/2023-03-30/functions/";
    private const int MaxAsyncBytes = 128 * 1024;

    private static readonly HashSet<string> Dropped = new(
        ["connection", "content-length", "date", "keep-alive", "server", "upgrade", "transfer-encoding"], StringComparer.OrdinalIgnoreCase);

    public static void MapFc(this WebApplication app, FunctionSet functions, AsyncQueue queue) => app.Run(http =>
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var requestId = RequestIds.New();
        http.Response.Headers["X-Fc-Request-Id"] = requestId;

        return target.StartsWith(Api, StringComparison.Ordinal)
            ? InvokeAsync(http, target[Api.Length..].Split('/')[0], requestId, functions, queue)
            : TriggerAsync(http, target, requestId, functions);
    });

    private static async Task InvokeAsync(HttpContext http, string name, string requestId, FunctionSet functions, AsyncQueue queue)
    {
        var body = await BodyAsync(http);

        if (functions.Find(name) is null)
        {
            await RefuseAsync(http, 404, "FunctionNotFound", $"function '{name}' does not exist");
        }
        else if (http.Request.Headers["x-fc-invocation-type"] == "Async")
        {
            await AcceptAsync(http, name, body, queue);
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

    private static Task AcceptAsync(HttpContext http, string name, byte[] body, AsyncQueue queue)
    {
        if (body.Length > MaxAsyncBytes)
        {
            return RefuseAsync(http, 413, "EntityTooLarge", $"payload size exceeds {MaxAsyncBytes} bytes");
        }

        queue.Accept(name, body, "");
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private static async Task TriggerAsync(HttpContext http, string target, string requestId, FunctionSet functions)
    {
        var name = target.Split('/', '?')[1];
        var trigger = functions.Find(name)?.Function.Triggers.OfType<TriggerConfig.Http>().FirstOrDefault();

        if (trigger is null)
        {
            await RefuseAsync(http, 404, "FunctionNotFound", $"no function '{name}' has an HTTP trigger");
        }
        else if (!trigger.Methods.Contains(http.Request.Method))
        {
            await RefuseAsync(http, 405, "MethodNotAllowed", $"the trigger of '{name}' does not list {http.Request.Method}");
        }
        else
        {
            var rest = target[(name.Length + 1)..];
            var headers = http.Request.Headers
                .Where(header => !header.Key.StartsWith("x-fc-", StringComparison.OrdinalIgnoreCase) && !Dropped.Contains(header.Key))
                .Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()));
            var request = new FunctionRequest(
                "/http-invoke", requestId, http.Request.Method, rest.StartsWith('/') ? rest : "/" + rest, await BodyAsync(http), [.. headers]);
            await PassBackAsync(http, await functions.InvokeAsync(name, request));
        }
    }

    private static async Task PassBackAsync(HttpContext http, FunctionReply reply)
    {
        http.Response.StatusCode = reply.Status;

        foreach (var (name, value) in reply.Headers.Where(header => !header.Key.StartsWith("x-fc-", StringComparison.OrdinalIgnoreCase) && !Dropped.Contains(header.Key)))
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
    }

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(new JsonObject { ["Code"] = code, ["Message"] = message }.ToJsonString(), http.RequestAborted);
    }
}
