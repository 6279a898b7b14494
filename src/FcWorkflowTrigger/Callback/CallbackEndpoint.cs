using System.Globalization;
using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Callback;

/// <summary>The function behind the anonymous HTTP trigger. IMS takes only a 200 within three seconds for an answer.</summary>
internal static class CallbackEndpoint
{
    private const string Path = "/callbacks/";

    public static void AddCallback(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(new CallbackCapability(settings.CallbackSecrets))
        .AddSingleton<StartRecording>()
        .AddSingleton<RunFinisher>()
        .AddSingleton<CallbackHandler>();

    public static void MapCallback(this WebApplication app)
    {
        var handler = app.Services.GetRequiredService<CallbackHandler>();
        var logger = app.Services.GetRequiredService<ILogger<CallbackHandler>>();
        app.Runtime().OnHttp = (http, context, cancellationToken) => AnswerAsync(http, context, handler, logger, cancellationToken);
    }

    private static async Task AnswerAsync(
        HttpContext http, FcContext context, CallbackHandler handler, ILogger logger, CancellationToken cancellationToken)
    {
        if (http.Request.Path.Value?.StartsWith(Path, StringComparison.Ordinal) != true)
        {
            await HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "NOT-FOUND", "Only /callbacks/<run> is served here.");
        }
        else if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            await HttpReply.RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "METHOD", "Callbacks are POSTed.");
        }
        else if (await CallbackBody.ReadAsync(http.Request, cancellationToken) is { } body)
        {
            await JudgeAsync(http, Request(http.Request, body), context, handler, logger, cancellationToken);
        }
        else
        {
            await HttpReply.RefuseAsync(
                http, StatusCodes.Status413PayloadTooLarge, "BODY-TOO-LARGE", $"A callback has at most {CallbackBody.MaxBytes} bytes.");
        }
    }

    private static async Task JudgeAsync(
        HttpContext http, CallbackRequest request, FcContext context, CallbackHandler handler, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await handler.HandleAsync(request, context, cancellationToken);
            CallbackLog.Judged(logger, request.Run, outcome);
            await CallbackReply.SendAsync(http, outcome);
        }
        catch (Exception failure)
        {
            CallbackLog.Failed(logger, request.Run, failure);
            StaleCredentials.LeaveAfterAnswer(http, failure);
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Failed;
            await HttpReply.RefuseAsync(
                http, StatusCodes.Status503ServiceUnavailable, "TRY-AGAIN", "The callback could not be checked now. Its run is finished by the next sweep at the latest.");
        }
    }

    private static CallbackRequest Request(HttpRequest request, ReadOnlyMemory<byte> body) => new(
        RunId.TryParse(request.Path.Value.AsSpan(Path.Length), out var run) ? run : null,
        int.TryParse(request.Query["g"], NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : 0,
        request.Query["s"],
        body);
}
