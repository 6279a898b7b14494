using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Connections;

/// <summary>Opens connections.</summary>
/// <exception cref="SocketException">Nobody answers there.</exception>
/// <exception cref="IOException">Whoever answers speaks no TLS, or hangs up.</exception>
/// <exception cref="System.Security.Authentication.AuthenticationException">Whoever answers cannot show who it is.</exception>
internal static class ServiceConnection
{
    /// <summary>TCP, and over it TLS if the origin asks for it.</summary>
    public static Task<OpenConnection> OpenAsync(HttpOrigin origin, CancellationToken cancellationToken) =>
        OpenAsync(origin, (socket, token) => socket.ConnectAsync(new DnsEndPoint(origin.Host, origin.Port), token), cancellationToken);

    /// <summary>The same, to wherever <paramref name="connect"/> leads the socket.</summary>
    public static async Task<OpenConnection> OpenAsync(
        HttpOrigin origin, Func<Socket, CancellationToken, ValueTask> connect, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        try
        {
            await connect(socket, cancellationToken);
            Stream tcp = new NetworkStream(socket, ownsSocket: true);
            return new(origin.IsTls ? await TlsAsync(tcp, origin.Host, cancellationToken) : tcp, () => Listen(socket));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<SslStream> TlsAsync(Stream tcp, string host, CancellationToken cancellationToken)
    {
        var tls = new SslStream(tcp);

        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = Trust() }, cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    // Addresses in a certificate are its owner's choice, and nobody has looked where they lead: nothing is fetched from them. A server
    // that does not send its whole chain is not believed.
    private static X509ChainPolicy Trust() => new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };

    // Readable with nothing to read is the end.
    private static Heard Listen(Socket socket) => !socket.Poll(0, SelectMode.SelectRead) ? Heard.Nothing
        : socket.Available == 0 ? Heard.End
        : Heard.Bytes;
}
