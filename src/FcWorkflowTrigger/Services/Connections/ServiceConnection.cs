using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FcWorkflowTrigger.Services.Connections;

/// <summary>Opens connections as <see cref="SocketsHttpHandler"/> does by itself.</summary>
internal static class ServiceConnection
{
    /// <summary>TCP, and over it TLS if the service's scheme asks for it.</summary>
    public static async Task<Stream> OpenAsync(Uri service, CancellationToken cancellationToken)
    {
        var tcp = await TcpAsync(new(service.IdnHost, service.Port), cancellationToken);

        if (service.Scheme != Uri.UriSchemeHttps)
        {
            return tcp;
        }

        var tls = new SslStream(tcp);

        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = service.IdnHost }, cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    public static async Task<Stream> TcpAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
