namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>A connection that no request has used yet.</summary>
/// <param name="Stream">The caller that takes it closes it.</param>
/// <param name="HasEnded">True when the service has closed the connection.</param>
internal sealed record PrewarmedConnection(Stream Stream, Func<bool> HasEnded);

/// <summary>Connections that are opened before they are needed, so that the first calls of a cold instance do not wait for DNS, TCP and TLS.</summary>
/// <remarks>
/// No request is sent, so nothing is signed, and the services count nothing. A connection that fails is dropped: the call that would have
/// used it opens its own connection and reports the problem. A connection that no call takes in time is closed.
/// </remarks>
/// <param name="services">One entry for each connection to open.</param>
internal sealed class PrewarmedConnections(
    IReadOnlyList<Uri> services, Func<Uri, CancellationToken, Task<PrewarmedConnection>> open, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    // Services close idle connections, and an instance that was frozen would not notice it.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<Opening> _openings = [];

    private sealed record Opening(Uri Service, Task<PrewarmedConnection> Connection, long Since);

    /// <summary>Begins to open all connections, and returns at once.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _openings.AddRange(services.Select(service => new Opening(service, Task.Run(() => OpenAsync(service)), clock.GetTimestamp())));
        }

        _ = CloseLeftAsync();
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>: the handler adds TLS to a connection only if it has none yet.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await TakeAsync(context.InitialRequestMessage.RequestUri!, cancellationToken) ?? await ServerConnection.TcpAsync(context.DnsEndPoint, cancellationToken);

    /// <param name="url">Any address at the service.</param>
    /// <returns>A connection for this caller only; null when no working connection is left.</returns>
    public async Task<Stream?> TakeAsync(Uri url, CancellationToken cancellationToken)
    {
        while (Next(url) is { } opening)
        {
            try
            {
                var connection = await opening.Connection.WaitAsync(cancellationToken);

                if (clock.GetElapsedTime(opening.Since) < Fresh && !connection.HasEnded())
                {
                    return connection.Stream;
                }

                await connection.Stream.DisposeAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // It may still open later, when no caller waits for it.
                _ = CloseAsync(opening);
                throw;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Dropped: the connection of the caller will meet the same problem and report it.
            }
        }

        return null;
    }

    private async Task<PrewarmedConnection> OpenAsync(Uri service)
    {
        using var deadline = new CancellationTokenSource(Limit, clock);
        return await open(service, deadline.Token);
    }

    private async Task CloseLeftAsync()
    {
        await Task.Delay(Fresh, clock);
        Opening[] left;

        lock (_gate)
        {
            left = [.. _openings];
            _openings.Clear();
        }

        await Task.WhenAll(left.Select(CloseAsync));
    }

    private static async Task CloseAsync(Opening opening)
    {
        try
        {
            await (await opening.Connection).Stream.DisposeAsync();
        }
        catch (Exception)
        {
            // The connection was not needed any more, so its failure is ignored.
        }
    }

    private Opening? Next(Uri url)
    {
        lock (_gate)
        {
            var opening = _openings.Find(opening => IsSameServer(opening.Service, url));
            _ = opening is not null && _openings.Remove(opening);
            return opening;
        }
    }

    private static bool IsSameServer(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
