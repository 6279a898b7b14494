using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Writes a message to a queue; false when nobody takes it from there.</summary>
internal delegate bool QueueWriter(string queue, string message, string subject);

/// <summary>Delivers as IMS does: exactly 200 within three seconds is success, three tries a second apart, then never again.</summary>
internal sealed partial class CallbackSender(
    EmulatorClock clock, HttpClient http, QueueWriter queues, CallbackOptions options, ILogger<CallbackSender> logger)
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="attempted">Is told of every try.</param>
    public async Task SendAsync(ImsEvent given, CallbackTarget target, Action<CallbackAttempt> attempted, CancellationToken cancellationToken)
    {
        if (target.IsQueue)
        {
            var taken = queues(target.Address, given.Body(options.Body).ToJsonString(), given.Key);
            attempted(new(clock.GetUtcNow(), target.Printable, taken ? 200 : null, Attempt: 1));
            return;
        }

        if (!target.IsOnThisMachine)
        {
            NotSent(logger, target.Printable);
            return;
        }

        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var status = await TryAsync(given, target, cancellationToken);
            attempted(new(clock.GetUtcNow(), target.Printable, status, attempt));

            if (status == 200)
            {
                return;
            }

            if (attempt < Tries)
            {
                await clock.WaitUntilAsync(clock.GetUtcNow() + Pause, cancellationToken);
            }
        }
    }

    private async Task<int?> TryAsync(ImsEvent given, CallbackTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience);
        request.Content = new StringContent(given.Body(options.Body).ToJsonString(), Encoding.UTF8, "application/json");

        if (target.AuthKey is { } key)
        {
            var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
            request.Headers.Add("X-ICE-TIMESTAMP", $"{timestamp}");
            request.Headers.Add("X-ICE-SIGNATURE", CallbackSignature.Of(target.Address, timestamp, key));
        }

        try
        {
            using var reply = await http.SendAsync(request, patience.Token);
            return (int)reply.StatusCode;
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The callback to {Target} is not sent: the emulator calls nobody beyond this machine.")]
    private static partial void NotSent(ILogger logger, string target);
}
