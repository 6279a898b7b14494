using System.Net;
using System.Net.Sockets;
using FcWorkflowTrigger.Cloud.Connections;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>Connects only to addresses that may be called, judged when the connection is made: a name can lead elsewhere each time.</summary>
/// <param name="allowPrivate">True lets everything through, for receivers inside one's own network.</param>
internal sealed class GuardedConnection(bool allowPrivate)
{
    /// <exception cref="IOException">The name leads to no address that may be called.</exception>
    public Task<OpenConnection> OpenAsync(HttpOrigin origin, CancellationToken cancellationToken) =>
        ServiceConnection.OpenAsync(origin, (socket, token) => ConnectAsync(socket, origin, token), cancellationToken);

    public IPAddress[] Allowed(IPAddress[] addresses) => allowPrivate ? addresses : [.. addresses.Where(PublicAddress.Is)];

    private async ValueTask ConnectAsync(Socket socket, HttpOrigin origin, CancellationToken cancellationToken)
    {
        var addresses = Allowed(await Dns.GetHostAddressesAsync(origin.Host, cancellationToken));

        if (addresses.Length == 0)
        {
            throw new IOException("the endpoint's name leads to no public address");
        }

        await socket.ConnectAsync(addresses, origin.Port, cancellationToken);
    }
}
