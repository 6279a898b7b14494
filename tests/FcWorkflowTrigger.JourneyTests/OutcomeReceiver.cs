using System.Net;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A system that receives outcomes, on this machine.</summary>
internal sealed class OutcomeReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Id, string Body)> _received = [];
    private readonly Task _serving;

    public OutcomeReceiver()
    {
        var port = LocalCloud.FreePorts();
        Url = $"http://127.0.0.1:{port}/outcomes";
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What it answers.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

    /// <summary>The <c>webhook-id</c> and the body of each, as they came.</summary>
    public IReadOnlyList<(string Id, string Body)> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The settings of a deployment that tells this receiver.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OUTCOMES"] = "on",
        ["OUTCOME_WEBHOOKS"] = Url,
        ["OUTCOME_WEBHOOK_SECRETS"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwWqIXZ1x3sTk=",
        ["OUTCOME_NETWORK"] = "private",
    };

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var call = await _listener.GetContextAsync();
                using var reader = new StreamReader(call.Request.InputStream);
                var body = await reader.ReadToEndAsync();

                lock (_received)
                {
                    _received.Add((call.Request.Headers["webhook-id"] ?? "", body));
                }

                call.Response.StatusCode = (int)Answer;
                call.Response.Close();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
