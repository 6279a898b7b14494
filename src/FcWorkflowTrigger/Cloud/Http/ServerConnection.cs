using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Opens connections as <see cref="SocketsHttpHandler"/> does by itself.</summary>
internal static class ServerConnection
{
    /// <summary>
    /// Addresses in a certificate are its owner's choice, and nothing has checked where they lead: nothing is fetched from them. A server
    /// that does not send its whole chain is not trusted.
    /// </summary>
    /// <param name="host">Null where the handler names it.</param>
    public static SslClientAuthenticationOptions Options(string? host = null) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
    };

    /// <summary>TCP, and over it TLS if the service's scheme asks for it.</summary>
    public static async Task<PrewarmedConnection> OpenAsync(Uri service, CancellationToken cancellationToken)
    {
        var tcp = await TcpAsync(new DnsEndPoint(service.IdnHost, service.Port), cancellationToken);
        return new(service.Scheme == Uri.UriSchemeHttps ? await TlsAsync(tcp, service.IdnHost, cancellationToken) : tcp, () => HasEnded(tcp.Socket));
    }

    public static Task<NetworkStream> TcpAsync(DnsEndPoint endpoint, CancellationToken cancellationToken) =>
        TcpAsync((socket, token) => socket.ConnectAsync(endpoint, token), cancellationToken);

    /// <summary>TCP, to where <paramref name="connect"/> leads the socket.</summary>
    public static async Task<NetworkStream> TcpAsync(Func<Socket, CancellationToken, ValueTask> connect, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        try
        {
            await connect(socket, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<SslStream> TlsAsync(NetworkStream tcp, string host, CancellationToken cancellationToken)
    {
        var tls = new SslStream(tcp);

        try
        {
            await tls.AuthenticateAsClientAsync(Options(host), cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    // Readable with nothing to read is the end. Behind bytes that have not been read yet, such as TLS's session tickets, it is not seen.
    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
}
