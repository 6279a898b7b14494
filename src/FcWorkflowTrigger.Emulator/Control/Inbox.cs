using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>A receiver of webhooks that answers as a person wishes.</summary>
internal sealed class Inbox(EmulatorClock clock)
{
    private const int Kept = 200;
    private const string Silence = "none";

    private readonly Lock _gate = new();
    private readonly Queue<Delivery> _deliveries = new();

    /// <summary>Raised for each delivery, outside any lock.</summary>
    public event Action<Delivery>? Received;

    /// <summary>Every answer that can be chosen: a status, or <c>none</c> for a connection that is left open.</summary>
    public static string[] Answers { get; } = ["200", "410", "500", Silence];

    public string Answer { get; set; } = Answers[0];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_gate)
            {
                return [.. _deliveries.Reverse()];
            }
        }
    }

    public async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var delivery = new Delivery(clock.GetUtcNow(), http.Request.Headers["webhook-id"].ToString(), await reader.ReadToEndAsync(http.RequestAborted), Answer);

        lock (_gate)
        {
            _deliveries.Enqueue(delivery);

            if (_deliveries.Count > Kept)
            {
                _deliveries.Dequeue();
            }
        }

        Received?.Invoke(delivery);

        if (delivery.Answer == Silence)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        http.Response.StatusCode = int.Parse(delivery.Answer, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _deliveries.Clear();
        }
    }
}

/// <summary>One webhook that was received.</summary>
/// <param name="Id">Its <c>webhook-id</c>; empty without one.</param>
/// <param name="Answer">What it was answered.</param>
internal sealed record Delivery(DateTimeOffset At, string Id, string Body, string Answer);
