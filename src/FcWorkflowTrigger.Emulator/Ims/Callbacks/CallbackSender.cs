using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Ims.Actions;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Writes a message to a queue; false when nobody takes it from there.</summary>
internal delegate bool QueueWriter(string queue, string message, string subject);

/// <summary>Delivers as IMS does: exactly 200 within three seconds is success, three tries a second apart, then never again.</summary>
internal sealed partial class CallbackSender(ImsState state, EmulatorClock clock, HttpClient http, QueueWriter queues, ILogger<CallbackSender> logger)
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task SendAsync(WorkflowTask task, CallbackTarget target, CancellationToken cancellationToken)
    {
        if (target.IsQueue)
        {
            var taken = queues(target.Address, Body(task).ToJsonString(), task.Key);
            state.AddAttempt(task.TaskId, new(clock.GetUtcNow(), target.Printable, taken ? 200 : null, Attempt: 1));
            return;
        }

        if (!target.IsOnThisMachine)
        {
            NotSent(logger, target.Printable);
            return;
        }

        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var status = await TryAsync(task, target, cancellationToken);
            state.AddAttempt(task.TaskId, new(clock.GetUtcNow(), target.Printable, status, attempt));

            if (status == 200)
            {
                return;
            }

            await clock.WaitUntilAsync(clock.GetUtcNow() + Pause, cancellationToken);
        }
    }

    private async Task<int?> TryAsync(WorkflowTask task, CallbackTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        request.Content = new StringContent(Body(task).ToJsonString(), Encoding.UTF8, "application/json");

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

    /// <summary>The envelope of IMS's events around the fields of the sister product's event of the same name.</summary>
    private JsonObject Body(WorkflowTask task)
    {
        var now = clock.GetUtcNow();
        var message = TaskJson.Full(task, now);
        message.Remove("Workflow");
        message["WorkflowId"] = task.WorkflowId;

        return new()
        {
            ["EventType"] = "WorkflowTaskComplete",
            ["UserId"] = long.Parse(LocalAccount.AccountId, System.Globalization.CultureInfo.InvariantCulture),
            ["EventTime"] = ImsFormat.Time(now),
            ["MessageBody"] = message,
        };
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The callback to {Target} is not sent: the emulator calls nobody beyond this machine.")]
    private static partial void NotSent(ILogger logger, string target);
}
