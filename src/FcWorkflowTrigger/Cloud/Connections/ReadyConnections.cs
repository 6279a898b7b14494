using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Connections;

/// <summary>Connections opened before anything is asked over them, so that a cold instance's first calls find DNS, TCP and TLS done.</summary>
/// <remarks>
/// No request is made: nothing is signed, and the services have nothing to count. A connection that fails is forgotten, and the call that
/// would have used it opens its own and reports what is wrong. One that nobody takes in time is closed.
/// </remarks>
/// <param name="services">One entry for each connection to open.</param>
internal sealed class ReadyConnections(IReadOnlyList<HttpOrigin> services, Connect open, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    // Services close what stays silent, and an instance that was frozen meanwhile would not have noticed.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<Ready> _ready = [];

    private sealed record Ready(HttpOrigin Origin, Task<OpenConnection> Connection, long Since);

    /// <summary>Begins to open all of them, and returns at once.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _ready.AddRange(services.Select(service => new Ready(service, Task.Run(() => OpenAsync(service)), clock.GetTimestamp())));
        }

        _ = CloseLeftAsync();
    }

    /// <summary>One that is ready, or else a new one.</summary>
    public async Task<OpenConnection> ConnectAsync(HttpOrigin origin, CancellationToken cancellationToken) =>
        await TakeAsync(origin, cancellationToken) ?? await open(origin, cancellationToken);

    /// <returns>A connection nobody else gets; null when none is left that works.</returns>
    public async Task<OpenConnection?> TakeAsync(HttpOrigin origin, CancellationToken cancellationToken)
    {
        while (Next(origin) is { } ready)
        {
            try
            {
                var connection = await ready.Connection.WaitAsync(cancellationToken);

                if (clock.GetElapsedTime(ready.Since) < Fresh && connection.Listen() != Heard.End)
                {
                    return connection;
                }

                await connection.Stream.DisposeAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // It may open yet, and belongs to nobody then.
                _ = CloseAsync(ready);
                throw;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Forgotten, whatever it was: the caller's own connection will meet the same, and say so.
            }
        }

        return null;
    }

    private async Task<OpenConnection> OpenAsync(HttpOrigin service)
    {
        using var deadline = new CancellationTokenSource(Limit, clock);
        return await open(service, deadline.Token);
    }

    private async Task CloseLeftAsync()
    {
        await Task.Delay(Fresh, clock);
        Ready[] left;

        lock (_gate)
        {
            left = [.. _ready];
            _ready.Clear();
        }

        await Task.WhenAll(left.Select(CloseAsync));
    }

    private static async Task CloseAsync(Ready ready)
    {
        try
        {
            await (await ready.Connection).Stream.DisposeAsync();
        }
        catch (Exception)
        {
            // Nobody wants it any more, so nobody needs to know.
        }
    }

    private Ready? Next(HttpOrigin origin)
    {
        lock (_gate)
        {
            var ready = _ready.Find(ready => ready.Origin == origin);
            _ = ready is not null && _ready.Remove(ready);
            return ready;
        }
    }
}
