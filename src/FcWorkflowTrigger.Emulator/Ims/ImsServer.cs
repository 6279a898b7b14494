using System.Globalization;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Ims.Actions;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The OpenAPI gateway of IMS: authentication, actions, injected faults, and the reply.</summary>
internal static class ImsServer
{
    private const string Version = "2020-11-09";

    public static void MapIms(this WebApplication app, ImsContext ims, NonceStore nonces, Faults faults) =>
        app.Run(http => AnswerAsync(http, ims, faults, nonces));

    private static async Task AnswerAsync(HttpContext http, ImsContext ims, Faults faults, NonceStore nonces)
    {
        var now = ims.Clock.GetUtcNow();
        http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        var requestId = ImsFormat.NewRequestId();

        try
        {
            var call = await ImsCall.ReadAsync(http);

            // The fault comes before any other step, so that even the nonce stays unused.
            if (faults.Take("ims", call.Action, "drop-request", Subject(call, ims)) is not null)
            {
                http.Abort();
                return;
            }

            GatewayCheck.Require(call, now, nonces, ims.Timings.SignatureWindow);
            var reply = await PerformAsync(call, ims, faults);

            if (faults.Take("ims", call.Action, "drop-reply", Subject(call, ims)) is not null)
            {
                http.Abort();
                return;
            }

            reply["RequestId"] = requestId;
            await WriteAsync(http, 200, reply);
        }
        catch (ImsError error)
        {
            await RefuseAsync(http, error, requestId);
        }
        catch (DataFolderException)
        {
            await RefuseAsync(http, ImsError.Internal(), requestId);
        }
    }

    private static async Task<JsonObject> PerformAsync(ImsCall call, ImsContext ims, Faults faults)
    {
        if (faults.Take("ims", call.Action, "delay", Subject(call, ims)) is { } delay)
        {
            await ims.Clock.WaitUntilAsync(ims.Clock.GetUtcNow().AddMilliseconds(delay.DelayMilliseconds), call.Http.RequestAborted);
        }

        if (faults.Take("ims", call.Action, "fail", Subject(call, ims)) is { } fail)
        {
            throw new ImsError(fail.Status == 0 ? 400 : fail.Status, fail.Code ?? "InternalError", "Asked for by the operator of this emulator.")
            {
                RetryAfterMilliseconds = fail.RetryAfterMilliseconds,
            };
        }

        return (call.Version, call.Action) switch
        {
            (Version, "RegisterMediaInfo") => RegisterMediaInfo.Perform(call, ims),
            (Version, "GetMediaInfo") => GetMediaInfo.Perform(call, ims),
            (Version, "StartWorkflow") => StartWorkflow.Perform(call, ims),
            (Version, "GetWorkflowTask") => WorkflowTasks.Get(call, ims),
            (Version, "ListWorkflowTasks") => WorkflowTasks.List(call, ims),
            (Version, "SetEventCallback") => EventCallbacks.Set(call, ims),
            (Version, "GetEventCallback") => EventCallbacks.Get(call, ims),
            _ => throw new ImsError(404, "InvalidApi.NotFound", "Specified api is not found, please check your url and method."),
        };
    }

    /// <summary>The object key of a call, if it has one. The <c>keyContains</c> of a fault is compared with it.</summary>
    private static string Subject(ImsCall call, ImsContext ims) =>
        ObjectLocation.Parse(call["InputURL"])?.Key
        ?? (call["TaskInput"] is { } input ? (StartWorkflow.FindMedia(input) is { } media ? ims.State.FindAsset(media)?.Key : null) ?? input : "");

    private static Task RefuseAsync(HttpContext http, ImsError error, string requestId)
    {
        if (error.RetryAfterMilliseconds is { } wait)
        {
            http.Response.Headers["x-acs-retry-after"] = $"{wait}";
        }

        return WriteAsync(http, error.Status, new()
        {
            ["RequestId"] = requestId,
            ["HostId"] = http.Request.Host.Value,
            ["Code"] = error.Code,
            ["Message"] = error.Message,
        });
    }

    private static async Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;charset=utf-8";
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
