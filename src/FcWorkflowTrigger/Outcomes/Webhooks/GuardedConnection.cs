using System.Net;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>Connects only to addresses that a webhook may reach. It checks them when it connects, because a name can resolve to other addresses each time.</summary>
/// <param name="allowPrivate">True allows every address, for receivers in a private network.</param>
/// <param name="resolve">Resolves a name; null for DNS. It is called once for each connection.</param>
internal sealed class GuardedConnection(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    public IPAddress[] Allowed(IPAddress[] addresses) => allowPrivate ? addresses : [.. addresses.Where(PublicAddress.Is)];

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>: connects to exactly the addresses that were checked.</summary>
    /// <exception cref="IOException">The name resolves to no address that a webhook may reach.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = Allowed(await _resolve(context.DnsEndPoint.Host, cancellationToken));

        return addresses.Length > 0
            ? await ServerConnection.TcpAsync((socket, token) => socket.ConnectAsync(addresses, context.DnsEndPoint.Port, token), cancellationToken)
            : throw new IOException("the endpoint's name leads to no public address");
    }
}
