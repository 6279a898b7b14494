using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Writes a message to a queue; false if no function reads the queue.</summary>
internal delegate Task<bool> QueueWriter(string queue, string message, string subject);

/// <summary>Sends callbacks as IMS does: only status 200 within three seconds is success. There are three attempts, one second apart.</summary>
internal sealed partial class CallbackSender(
    EmulatorClock clock, HttpClient http, QueueWriter queues, CallbackOptions options, ILogger<CallbackSender> logger)
{
    private const int MaxAttempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="attempted">Called after every attempt.</param>
    public async Task SendAsync(ImsEvent given, CallbackTarget target, Func<CallbackAttempt, Task> attempted, CancellationToken cancellationToken)
    {
        if (target.IsQueue)
        {
            var taken = await queues(target.Address, given.Body(options.Body).ToJsonString(), given.Key);
            await attempted(new(clock.GetUtcNow(), target.Printable, taken ? 200 : null, Attempt: 1));
            return;
        }

        if (!target.IsOnThisMachine)
        {
            NotSent(logger, target.Printable);
            return;
        }

        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var status = await TryAsync(given, target, cancellationToken);
            await attempted(new(clock.GetUtcNow(), target.Printable, status, attempt));

            if (status == 200)
            {
                return;
            }

            if (attempt < MaxAttempts)
            {
                await clock.WaitUntilAsync(clock.GetUtcNow() + Pause, cancellationToken);
            }
        }
    }

    private async Task<int?> TryAsync(ImsEvent given, CallbackTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Address);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        request.Content = new StringContent(given.Body(options.Body).ToJsonString(), Encoding.UTF8, "application/json");

        if (target.AuthKey is { } key)
        {
            var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
            request.Headers.Add("X-ICE-TIMESTAMP", $"{timestamp}");
            request.Headers.Add("X-ICE-SIGNATURE", CallbackSignature.Compute(target.Address, timestamp, key));
        }

        try
        {
            using var reply = await http.SendAsync(request, timeout.Token);
            return (int)reply.StatusCode;
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The callback to {Target} is not sent: the emulator sends callbacks to this machine only.")]
    private static partial void NotSent(ILogger logger, string target);
}
