using System.Globalization;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Fc.Triggers;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Shared;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>The server of Function Compute: HTTP triggers at <c>/function/…</c>, which any client may call, and the API, whose calls are signed: InvokeFunction, and what reads a function.</summary>
internal static class FcServer
{
    private const string Api = "/2023-03-30/functions/";

    public static void MapFc(this WebApplication app, FcContext fc, CancellationToken stopping) => app.Run(async http =>
    {
        try
        {
            await AnswerAsync(http, fc);
        }
        catch (ImsError refused)
        {
            await FcHttp.RefuseAsync(http, refused.Status, refused.Code, refused.Message);
        }
        catch (DataFolderException)
        {
            await FcHttp.RefuseAsync(http, 500, "InternalServerError", "an internal error has occurred. Please retry");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops, and its functions stop with it. No function is left to answer.
            http.Abort();
        }
    });

    private static Task AnswerAsync(HttpContext http, FcContext fc)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var requestId = RequestIds.New();
        http.Response.Headers["X-Fc-Request-Id"] = requestId;
        http.Response.Headers.Date = fc.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);

        return target.StartsWith(Api, StringComparison.Ordinal)
            ? ApiAsync(http, target[Api.Length..].Split('?')[0].Split('/'), requestId, fc)
            : HttpTriggers.AnswerAsync(http, target, requestId, fc.Functions);
    }

    private static async Task ApiAsync(HttpContext http, string[] path, string requestId, FcContext fc)
    {
        if (await FcHttp.BodyAsync(http) is not { } body)
        {
            await RefuseTooLargeAsync(http, HttpLimits.MaxBodyBytes);
            return;
        }

        // Before anything else: a stranger does not learn which functions there are.
        AcsV3Check.Require(new(http, RawTarget.From(http), body), fc.Clock.GetUtcNow(), fc.Nonces, AcsV3Check.MaxSkew);

        await (path switch
        {
            [var name, "invocations"] when fc.Functions.Find(name) is null =>
                FcHttp.RefuseAsync(http, 404, "FunctionNotFound", $"function '{name}' does not exist"),
            [var name, "invocations"] when HttpMethods.IsPost(http.Request.Method) => InvokeAsync(http, name, requestId, body, fc),
            [_, "invocations"] => FcHttp.RefuseAsync(http, 405, "MethodNotAllowed", "a function is invoked with POST"),
            [var name, ..] when HttpMethods.IsGet(http.Request.Method) => ReadAsync(http, name, path[1..], fc),
            _ => FcHttp.RefuseAsync(http, 404, "PathNotSupported", "served here are POST /invocations of a function, and GET of a function, its /triggers and its /async-invoke-config"),
        });
    }

    private static Task ReadAsync(HttpContext http, string name, string[] part, FcContext fc)
    {
        if (fc.Functions.Find(name)?.Function is not { } function)
        {
            return FcHttp.RefuseAsync(http, 404, "FunctionNotFound", $"function '{name}' does not exist");
        }

        return part switch
        {
            [] => AnswerAsync(FunctionApi.Function(function, fc.Functions.CodeChecksum)),
            ["triggers"] => AnswerAsync(FunctionApi.Triggers(function, $"{http.Request.Scheme}://{http.Request.Host}/{name}")),
            ["async-invoke-config"] when FunctionApi.Async(function) is { } config => AnswerAsync(config),
            ["async-invoke-config"] => FcHttp.RefuseAsync(http, 404, "AsyncConfigNotExists", $"function '{name}' has no configuration for asynchronous events"),
            _ => FcHttp.RefuseAsync(http, 404, "PathNotSupported", "of a function, /triggers and /async-invoke-config are served here"),
        };

        Task AnswerAsync(JsonObject reply)
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(reply.ToJsonString(), http.RequestAborted);
        }
    }

    private static async Task InvokeAsync(HttpContext http, string name, string requestId, byte[] body, FcContext fc)
    {
        if (http.Request.Headers["x-fc-invocation-type"] != "Async")
        {
            await AnswerAsync(http, await fc.Functions.InvokeAsync(name, FunctionRequest.Event(requestId, body, 0)));
        }
        else if (body.Length > HttpLimits.MaxAsyncBodyBytes)
        {
            await RefuseTooLargeAsync(http, HttpLimits.MaxAsyncBodyBytes);
        }
        else
        {
            fc.Queue.Accept(name, body, "");
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    private static async Task AnswerAsync(HttpContext http, FunctionReply reply)
    {
        if (reply.Failed)
        {
            http.Response.Headers["x-fc-error-type"] = "UnhandledInvocationError";
        }

        await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
    }

    private static Task RefuseTooLargeAsync(HttpContext http, int maxBytes) =>
        FcHttp.RefuseAsync(http, 413, "EntityTooLarge", $"payload size exceeds {maxBytes} bytes");
}
