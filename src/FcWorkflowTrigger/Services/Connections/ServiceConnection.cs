using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FcWorkflowTrigger.Services.Connections;

/// <summary>Opens connections as <see cref="SocketsHttpHandler"/> does by itself.</summary>
internal static class ServiceConnection
{
    /// <summary>TCP, and over it TLS if the service's scheme asks for it.</summary>
    public static async Task<OpenConnection> OpenAsync(Uri service, CancellationToken cancellationToken)
    {
        var tcp = await TcpAsync(new(service.IdnHost, service.Port), cancellationToken);

        if (service.Scheme != Uri.UriSchemeHttps)
        {
            return new(tcp, () => HasEnded(tcp.Socket));
        }

        var tls = new SslStream(tcp);

        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = service.IdnHost }, cancellationToken);
            return new(tls, () => HasEnded(tcp.Socket));
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    public static async Task<NetworkStream> TcpAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
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

    // Readable with nothing to read is the end. Behind bytes that nobody has read yet, such as TLS's session tickets, it is not seen.
    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
}
