using FcWorkflowTrigger.Cloud.Connections;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>The connections to one origin: those kept for the next call, and no more at once than an instance's events keep busy.</summary>
internal sealed class HttpConnections(HttpOrigin origin, Connect connect, TimeProvider clock) : IDisposable
{
    // Each costs memory, and TLS more of it.
    private const int Most = 32;

    // Services close what stays silent; some say nothing when they do.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _places = new(Most);
    private readonly Lock _gate = new();

    // The one last used is the one used next, so that those of a rush grow old.
    private readonly List<HttpConnection> _kept = [];

    /// <summary>A connection for one call, to be given back. Waits while all are in use.</summary>
    /// <exception cref="HttpRequestException">None came about, and nothing was sent.</exception>
    public async ValueTask<HttpConnection> TakeAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);

        try
        {
            return Kept() ?? new(await connect(origin, cancellationToken), clock.GetTimestamp());
        }
        catch (Exception failure)
        {
            _places.Release();

            // Nothing is written before the connection is there: whatever went wrong, nothing was sent.
            throw failure is OperationCanceledException ? failure : HttpFailure.NotConnected(origin, failure);
        }
    }

    public void Return(HttpConnection connection)
    {
        connection.Since = clock.GetTimestamp();
        var leaving = connection;

        lock (_gate)
        {
            if (connection.IsClean)
            {
                _kept.Add(connection);
                leaving = IsFresh(_kept[0]) ? null : _kept[0];
                _ = leaving is not null && _kept.Remove(leaving);
            }
        }

        leaving?.Dispose();
        _places.Release();
    }

    public void Dispose()
    {
        while (Next() is { } connection)
        {
            connection.Dispose();
        }

        _places.Dispose();
    }

    private HttpConnection? Kept()
    {
        while (Next() is { } connection)
        {
            if (IsFresh(connection) && connection.IsSilent)
            {
                return connection;
            }

            connection.Dispose();
        }

        return null;
    }

    private HttpConnection? Next()
    {
        lock (_gate)
        {
            if (_kept is not [.., var last])
            {
                return null;
            }

            _kept.RemoveAt(_kept.Count - 1);
            return last;
        }
    }

    private bool IsFresh(HttpConnection connection) => clock.GetElapsedTime(connection.Since) < Fresh;
}
