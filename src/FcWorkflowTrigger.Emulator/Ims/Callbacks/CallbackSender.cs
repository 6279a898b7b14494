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

    /// <summary>Raised after every attempt, outside any lock.</summary>
    public event Action<SentCallback>? Sent;

    /// <param name="attempted">Called after every attempt.</param>
    public async Task SendAsync(ImsEvent given, CallbackTarget target, Func<CallbackAttempt, Task> attempted, CancellationToken cancellationToken)
    {
        var body = given.Body(options.Body).ToJsonString();

        if (target.IsQueue)
        {
            await SendOnceAsync(new(given.Type, given.Key, target, body), 1, attempted, cancellationToken);
            return;
        }

        if (!target.IsOnThisMachine)
        {
            NotSent(logger, target.Printable);
            return;
        }

        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var status = await SendOnceAsync(new(given.Type, given.Key, target, body), attempt, attempted, cancellationToken);

            if (status == 200)
            {
                return;
            }

            if (attempt < MaxAttempts)
            {
                await clock.WaitUntilAsync(clock.GetUtcNow() + Pause, cancellationToken, $"next attempt of callback {given.Type}: {given.Key}");
            }
        }
    }

    /// <summary>Sends a callback once, as it was or with another body. A signature is made anew.</summary>
    /// <returns>The status of the answer; null if no answer came in time, or if no function reads the queue.</returns>
    public Task<int?> SendAgainAsync(CallbackMessage message, CancellationToken cancellationToken) => SendOnceAsync(message, 1, _ => Task.CompletedTask, cancellationToken);

    private async Task<int?> SendOnceAsync(CallbackMessage message, int number, Func<CallbackAttempt, Task> attempted, CancellationToken cancellationToken)
    {
        var status = !message.Target.IsQueue ? await TryAsync(message.Body, message.Target, cancellationToken)
            : await queues(message.Target.Address, message.Body, message.Key) ? 200 : null;
        var attempt = new CallbackAttempt(clock.GetUtcNow(), message.Target.Printable, status, number);
        await attempted(attempt);
        Sent?.Invoke(new(message, attempt));
        return status;
    }

    private async Task<int?> TryAsync(string body, CallbackTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Address);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

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

/// <summary>One callback, as it leaves.</summary>
/// <param name="Key">Of the object that it is about.</param>
internal sealed record CallbackMessage(string Type, string Key, CallbackTarget Target, string Body);

/// <summary>One attempt to send a callback, with what was sent.</summary>
internal sealed record SentCallback(CallbackMessage Message, CallbackAttempt Attempt);
