using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Emulator.Tests.Tls;

/// <summary>A client and a server that meet over TLS on this machine.</summary>
internal static class TlsPair
{
    /// <returns>Why the client refuses the certificate it is shown; None when it does not refuse it.</returns>
    public static async Task<SslPolicyErrors> MeetAsync(X509Certificate2 shown, X509ChainPolicy trust, string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var server = new SslStream(accepted.GetStream());
        var serving = server.AuthenticateAsServerAsync(shown);

        var why = await AskAsync(client, trust, host);

        // A refused server may or may not learn of the refusal before the connection ends.
        await serving.ConfigureAwait(why == SslPolicyErrors.None ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
        return why;
    }

    private static async Task<SslPolicyErrors> AskAsync(TcpClient client, X509ChainPolicy trust, string host)
    {
        var found = SslPolicyErrors.None;
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, errors) => (found = errors) == SslPolicyErrors.None);

        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = trust });
        }
        catch (AuthenticationException) when (found != SslPolicyErrors.None)
        {
            // The answer is why.
        }

        return found;
    }
}
