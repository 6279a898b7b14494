using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.ConsolePage.Serving;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The control routes of the emulator, under <c>/_emulator</c>. The real cloud has no such routes.</summary>
internal static class ControlServer
{
    private const double MaxAdvanceSeconds = 10 * 365 * 86400.0;

    public static void MapControl(this WebApplication app, ControlContext control) => app.Run(async http =>
    {
        try
        {
            if (LoopbackGuard.Check(http) is { } refusal)
            {
                await RefuseAsync(http, refusal.Status, refusal.Code, refusal.Message);
            }
            else if (http.Request.Path.StartsWithSegments("/_emulator") || control.Console is null || !await control.Console.Server.TryAnswerAsync(http))
            {
                await AnswerAsync(http, control);
            }
        }
        catch (ControlException problem)
        {
            await RefuseAsync(http, problem.Status, problem.Code, problem.Message);
        }
        catch (OssError problem)
        {
            await RefuseAsync(http, problem.Status, problem.Code, problem.Message);
        }
        catch (DataFolderException problem)
        {
            await RefuseAsync(http, 500, problem.Code, problem.Message);
        }
    });

    private static Task AnswerAsync(HttpContext http, ControlContext control) => (http.Request.Method, http.Request.Path.Value?.Split('/') ?? []) switch
    {
        ("GET", [_, "_emulator", "runs"]) => Json(http, WaitRoutes.Runs(control, null, null), ControlJson.Default.IReadOnlyListRunView),
        ("GET", [_, "_emulator", "runs", "wait"]) => WaitRoutes.RunsAsync(http, control),
        ("GET", [_, "_emulator", "assets"]) => Json(http, Assets(control), ControlJson.Default.IReadOnlyListAssetView),
        ("GET", [_, "_emulator", "clock"]) => Json(http, Clock(control), ControlJson.Default.ClockView),
        ("POST", [_, "_emulator", "clock", "advance"]) => AdvanceAsync(http, control),
        ("GET", [_, "_emulator", "faults"]) => Json(http, control.Faults.Pending, ControlJson.Default.IReadOnlyListFault),
        ("POST", [_, "_emulator", "faults"]) => AddFaultAsync(http, control),
        ("GET", [_, "_emulator", "faults", "wait"]) => WaitRoutes.FaultsAsync(http, control.Faults),
        ("DELETE", [_, "_emulator", "faults"]) => Done(http, control.Faults.Clear),
        ("DELETE", [_, "_emulator", "faults", var id]) => RemoveFaultAsync(http, control.Faults, id),
        ("GET", [_, "_emulator", "invocations"]) => Json(http, control.Functions.Watch().Invocations, ControlJson.Default.IReadOnlyListInvocationRecord),
        ("GET", [_, "_emulator", "invocations", "wait"]) => WaitRoutes.InvocationsAsync(http, control),
        ("GET", [_, "_emulator", "failures"]) => FailuresAsync(http, control),
        ("GET", [_, "_emulator", "functions"]) => Json(http, Functions(control), ControlJson.Default.IReadOnlyListFunctionView),
        ("POST", [_, "_emulator", "functions", var name, "kill"]) when control.Functions.Find(name) is { } pool => DoneAsync(http, pool.KillAsync(Process(http))),
        ("GET", [_, "_emulator", "functions", var name, "log"]) when control.Functions.Find(name) is { } pool =>
            Json(http, pool.Output.Lines, ControlJson.Default.IReadOnlyListString),
        ("GET", [_, "_emulator", "functions", var name, "log", "wait"]) when control.Functions.Find(name) is { } pool => WaitRoutes.LogAsync(http, pool.Output),
        (_, [_, "_emulator", "functions", var name, ..]) when control.Functions.Find(name) is null => RefuseUnknownFunctionAsync(http, control, name),
        _ when control.Console is { } parts => ConsoleRoutes.AnswerAsync(http, control, parts),
        _ => NotFoundAsync(http),
    };

    public static Task NotFoundAsync(HttpContext http) => RefuseAsync(http, 404, "NOT-FOUND", "Nothing is served here; see docs/local-cloud.md.");

    public static Task RefuseUnknownFunctionAsync(HttpContext http, ControlContext control, string name) => RefuseAsync(
        http, 404, "FUNCTION-UNKNOWN", $"No function is called '{name}'. There are: {string.Join(", ", control.Functions.All.Select(pool => pool.Function.Name))}.");

    public static Task Json<T>(HttpContext http, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);

    public static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        return Json(http, new(code, message), ControlJson.Default.ControlError);
    }

    public static Task Done(HttpContext http, Action action)
    {
        action();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static async Task DoneAsync(HttpContext http, Task action)
    {
        await action;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task AdvanceAsync(HttpContext http, ControlContext control)
    {
        var by = await ControlInput.BodyAsync(http, ControlJson.Default.ClockAdvance, """{"seconds":60}""");
        var seconds = by switch
        {
            { ToNext: true } => SecondsToNext(control.Clock),
            { Seconds: { } given } => ControlInput.Within("seconds", given, 0, MaxAdvanceSeconds),
            _ => throw new ControlException("BODY-INVALID", """seconds is missing. Send an object such as {"seconds":60} or {"toNext":true}"""),
        };
        control.Clock.Advance(TimeSpan.FromSeconds(seconds));
        control.Ims.Touch();
        var now = Clock(control);
        control.Console?.Feed.Publish("clock", JsonSerializer.Serialize(now, ControlJson.Default.ClockView));
        await Json(http, now, ControlJson.Default.ClockView);
    }

    private static ClockView Clock(ControlContext control) => new(control.Clock.GetUtcNow(), control.Clock.Due);

    private static double SecondsToNext(EmulatorClock clock)
    {
        var now = clock.GetUtcNow();
        return clock.Due.FirstOrDefault(due => due.At > now) is { } next
            ? (next.At - now).TotalSeconds
            : throw new ControlException("NOTHING-DUE", "Nothing waits for a later time. Give seconds.");
    }

    private static int? Process(HttpContext http) => ControlInput.Number(http, "process", 0, 1, int.MaxValue) is > 0 and var id ? (int)id : null;

    private static Task RemoveFaultAsync(HttpContext http, Faults faults, string id) => int.TryParse(id, out var number) && faults.Remove(number)
        ? Done(http, () => { })
        : RefuseAsync(http, 404, "FAULT-UNKNOWN", $"No fault '{id}' is pending. GET /_emulator/faults lists them.");

    private static async Task AddFaultAsync(HttpContext http, ControlContext control)
    {
        var fault = await ControlInput.BodyAsync(http, ControlJson.Default.Fault, """{"service":"ims","action":"StartWorkflow","kind":"drop-reply"}""");

        if (fault.Problem is { } problem)
        {
            throw new ControlException("FAULT-INVALID", problem);
        }

        await Done(http, () => control.Faults.Add(fault));
    }

    private static Task FailuresAsync(HttpContext http, ControlContext control)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync($"[{string.Join(',', control.Functions.Failures.Select(Encoding.UTF8.GetString))}]", http.RequestAborted);
    }

    private static IReadOnlyList<FunctionView> Functions(ControlContext control) =>
        [.. control.Functions.All.Select(pool => new FunctionView(pool.Function.Name, pool.ProcessIds))];

    private static IReadOnlyList<AssetView> Assets(ControlContext control) =>
        [.. control.Ims.Assets.Select(asset => new AssetView(asset.MediaId, asset.InputURL, asset.StatusAt(control.Clock.GetUtcNow()), asset.Callbacks))];
}
