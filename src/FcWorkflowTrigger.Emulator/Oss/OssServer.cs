using System.Globalization;
using FcWorkflowTrigger.Emulator.Oss.Operations;
using FcWorkflowTrigger.Emulator.Oss.Signing;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The server of OSS: authentication, operations, injected faults, and the reply.</summary>
internal static class OssServer
{
    public static void MapOss(this WebApplication app, OssStore store, EmulatorClock clock, Faults faults) =>
        app.Run(http => AnswerAsync(http, store, clock, faults));

    private static async Task AnswerAsync(HttpContext http, OssStore store, EmulatorClock clock, Faults faults)
    {
        var now = clock.GetUtcNow();
        var call = OssCall.From(http, now);
        http.Response.Headers["x-oss-request-id"] = call.RequestId;
        http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        http.Response.Headers.Server = "AliyunOSS";

        Preflight.AnswerOrigin(call, store);

        try
        {
            if (!IsUnsigned(call))
            {
                OssSignatureCheck.Require(call, now);
            }

            await PerformAsync(call, OssOperation.From(call), store, clock, faults);
        }
        catch (OssError error)
        {
            await OssReply.ErrorAsync(call, error);
        }
        catch (DataFolderException)
        {
            await OssReply.ErrorAsync(call, OssError.Internal());
        }
    }

    // A browser signs no preflight, and a form has its signature in a field (PostObject).
    private static bool IsUnsigned(OssCall call) =>
        HttpMethods.IsOptions(call.Method) || (HttpMethods.IsPost(call.Method) && call.Level == OssLevel.Bucket && PostForm.IsForm(call));

    private static async Task PerformAsync(OssCall call, OssOperation operation, OssStore store, EmulatorClock clock, Faults faults)
    {
        if (faults.Take("oss", operation.Name, "drop-request", call.Key) is not null)
        {
            call.Http.Abort();
            return;
        }

        if (faults.Take("oss", operation.Name, "delay", call.Key) is { } delay)
        {
            await clock.WaitUntilAsync(clock.GetUtcNow().AddMilliseconds(delay.DelayMilliseconds), call.Http.RequestAborted);
        }

        if (faults.Take("oss", operation.Name, "fail", call.Key) is { } fail)
        {
            throw new OssError(fail.Status == 0 ? 503 : fail.Status, fail.Code ?? "ServiceUnavailable", "Asked for by the operator of this emulator.", "0000-00000000");
        }

        var lost = faults.Take("oss", operation.Name, "drop-reply", call.Key) is not null;
        await operation.Perform!(call, store);

        if (lost)
        {
            call.Http.Abort();
        }
    }
}
