using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback;

/// <summary>The function behind the anonymous HTTP trigger. IMS accepts only a 200 within three seconds as an answer.</summary>
internal sealed class CallbackEndpoint(
    CallbackAuthenticator authenticator, CallbackHandler handler, CallbackOptions options, StaleCredentials credentials, TimeProvider clock, ILogger<CallbackEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http, Invocation invocation, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            await HttpReply.RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "METHOD", "A callback must be a POST request.");
            return;
        }

        var request = CallbackRequestReader.Read(http.Request, options.BaseUrl);

        if (authenticator.Admit(request) is var admission && admission is CallbackAdmission.Refused refused)
        {
            CallbackBody.Leave(http);
            CallbackLog.Handled(logger, request.Path, refused.Outcome);
            await CallbackReply.SendAsync(http, admission, refused.Outcome);
            return;
        }

        switch (await CallbackBody.ReadAsync(http.Request, clock, cancellationToken))
        {
            case CallbackBody.TooLarge:
                CallbackBody.Leave(http);
                await HttpReply.RefuseAsync(
                    http, StatusCodes.Status413PayloadTooLarge, "BODY-TOO-LARGE", $"A callback may have at most {CallbackBody.MaxBytes} bytes.");
                break;
            case CallbackBody.TooSlow:
                await HttpReply.RefuseAsync(
                    http, StatusCodes.Status408RequestTimeout, "BODY-TOO-SLOW", $"A callback must be sent within {CallbackBody.Limit.TotalSeconds} s.");
                break;
            case CallbackBody.Whole body:
                await HandleBodyAsync(http, request.Path, admission, body.Bytes, invocation, cancellationToken);
                break;
            case var unknown:
                throw new InvalidOperationException($"The callback body {unknown.GetType().Name} is not handled.");
        }
    }

    private async Task HandleBodyAsync(
        HttpContext http, string path, CallbackAdmission admission, ReadOnlyMemory<byte> body, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await handler.HandleAsync(admission, body, invocation, cancellationToken);
            CallbackLog.Handled(logger, path, outcome);
            await CallbackReply.SendAsync(http, admission, outcome);
        }
        catch (Exception failure)
        {
            CallbackLog.Failed(logger, path, failure);
            credentials.LeaveAfterAnswer(http, failure);
            http.Response.Headers[FcHeaders.Status] = FcHeaders.Failed;
            await HttpReply.RefuseAsync(
                http, StatusCodes.Status503ServiceUnavailable, "TRY-AGAIN", "The callback could not be checked now. The next sweep finishes the run.");
        }
    }
}
