using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Opens connections in the same way as <see cref="SocketsHttpHandler"/>.</summary>
internal static class ServerConnection
{
    /// <summary>
    /// The owner of a certificate chooses the addresses in it, and no check knows where they lead, so nothing is fetched from them. A server
    /// that does not send its whole chain is not trusted.
    /// </summary>
    /// <param name="host">Null when the handler sets it.</param>
    public static SslClientAuthenticationOptions Options(string? host = null) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
    };

    /// <summary>Opens TCP, and TLS over it for https.</summary>
    public static async Task<PrewarmedConnection> OpenAsync(Uri service, CancellationToken cancellationToken)
    {
        var tcp = await TcpAsync(new DnsEndPoint(service.IdnHost, service.Port), cancellationToken);
        return new(service.Scheme == Uri.UriSchemeHttps ? await TlsAsync(tcp, service.IdnHost, cancellationToken) : tcp, () => HasEnded(tcp.Socket));
    }

    public static Task<NetworkStream> TcpAsync(DnsEndPoint endpoint, CancellationToken cancellationToken) =>
        TcpAsync((socket, token) => socket.ConnectAsync(endpoint, token), cancellationToken);

    /// <summary>Opens TCP to the address that <paramref name="connect"/> chooses.</summary>
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

    // A socket that is readable and has no bytes has ended. An end behind bytes that were not read yet, such as session tickets of TLS, is not seen.
    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
}
