using System.Net;
using System.Net.Sockets;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>Connects only to addresses that may be called, judged when the connection is made: a name can lead elsewhere each time.</summary>
/// <param name="allowPrivate">True lets everything through, for receivers inside one's own network.</param>
internal sealed class GuardedConnection(bool allowPrivate)
{
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, cancellationToken),
    };

    /// <exception cref="HttpRequestException">The name leads to no address that may be called.</exception>
    private async Task<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        var addresses = Allowed(await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken));

        if (addresses.Length == 0)
        {
            throw new HttpRequestException("the endpoint's name leads to no public address");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        try
        {
            await socket.ConnectAsync(addresses, endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public IPAddress[] Allowed(IPAddress[] addresses) => allowPrivate ? addresses : [.. addresses.Where(PublicAddress.Is)];
}
