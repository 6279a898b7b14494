using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>Connects only to addresses that may be called, judged when the connection is made: a name can lead elsewhere each time.</summary>
/// <param name="allowPrivate">True lets everything through, for receivers inside one's own network.</param>
/// <param name="resolve">Looks a name up; null for DNS. It is asked once for each connection.</param>
internal sealed class GuardedConnection(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    public IPAddress[] Allowed(IPAddress[] addresses) => allowPrivate ? addresses : [.. addresses.Where(PublicAddress.Is)];

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>: connects to the very addresses that were judged.</summary>
    /// <exception cref="IOException">The name leads to no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = Allowed(await _resolve(context.DnsEndPoint.Host, cancellationToken));

        return addresses.Length > 0
            ? await ServerConnection.TcpAsync((socket, token) => socket.ConnectAsync(addresses, context.DnsEndPoint.Port, token), cancellationToken)
            : throw new IOException("the endpoint's name leads to no public address");
    }
}
