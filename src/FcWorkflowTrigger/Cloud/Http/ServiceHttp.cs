using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Connections;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>HTTP/1.1 over kept connections.</summary>
/// <remarks>
/// The framework's handler sends some requests again by itself when a kept connection breaks, and a start must leave once. Cookies,
/// redirects, proxies, decompression and authentication are not for services whose requests are signed to the byte.
/// </remarks>
internal sealed class ServiceHttp(Connect connect, TimeProvider clock) : IServiceHttp, IDisposable
{
    private readonly ConcurrentDictionary<HttpOrigin, HttpConnections> _origins = new();
    private readonly Func<HttpOrigin, HttpConnections> _first = origin => new(origin, connect, clock);

    // Pooled: one for every call.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ServiceReply> SendAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        var connections = _origins.GetOrAdd(call.Origin, _first);
        var connection = await connections.TakeAsync(cancellationToken);

        try
        {
            return await connection.SendAsync(call, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw HttpFailure.NoReply(call.Origin, broken);
        }
        finally
        {
            connections.Return(connection);
        }
    }

    public void Dispose()
    {
        foreach (var connections in _origins.Values)
        {
            connections.Dispose();
        }
    }
}
