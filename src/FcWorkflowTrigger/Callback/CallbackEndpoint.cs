using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback;

/// <summary>The function behind the anonymous HTTP trigger. IMS takes only a 200 within three seconds for an answer.</summary>
internal sealed class CallbackEndpoint(
    CallbackAuthenticator door, CallbackHandler handler, CallbackOptions options, StaleCredentials credentials, TimeProvider clock, ILogger<CallbackEndpoint> logger)
{
    public async Task AnswerAsync(HttpContext http, Invocation invocation, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            await HttpReply.RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "METHOD", "Callbacks are POSTed.");
            return;
        }

        var request = CallbackRequestReader.Read(http.Request, options.BaseUrl);

        if (door.Admit(request) is var admission && admission is CallbackAdmission.Refused refused)
        {
            CallbackLog.Judged(logger, request.Path, refused.Why);
            await CallbackReply.SendAsync(http, admission, refused.Why);
            return;
        }

        switch (await CallbackBody.ReadAsync(http.Request, clock, cancellationToken))
        {
            case CallbackBody.TooLarge:
                await HttpReply.RefuseAsync(
                    http, StatusCodes.Status413PayloadTooLarge, "BODY-TOO-LARGE", $"A callback has at most {CallbackBody.MaxBytes} bytes.");
                break;
            case CallbackBody.TooSlow:
                await HttpReply.RefuseAsync(
                    http, StatusCodes.Status408RequestTimeout, "BODY-TOO-SLOW", $"A callback is sent within {CallbackBody.Limit.TotalSeconds} s.");
                break;
            case CallbackBody.Whole body:
                await JudgeAsync(http, request.Path, admission, body.Bytes, invocation, cancellationToken);
                break;
            case var unknown:
                throw new InvalidOperationException($"Nothing is known to do with {unknown.GetType().Name}.");
        }
    }

    private async Task JudgeAsync(
        HttpContext http, string path, CallbackAdmission admission, ReadOnlyMemory<byte> body, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await handler.HandleAsync(admission, body, invocation, cancellationToken);
            CallbackLog.Judged(logger, path, outcome);
            await CallbackReply.SendAsync(http, admission, outcome);
        }
        catch (Exception failure)
        {
            CallbackLog.Failed(logger, path, failure);
            credentials.LeaveAfterAnswer(http, failure);
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Failed;
            await HttpReply.RefuseAsync(
                http, StatusCodes.Status503ServiceUnavailable, "TRY-AGAIN", "The callback could not be checked now. Its run is finished by the next sweep at the latest.");
        }
    }
}
