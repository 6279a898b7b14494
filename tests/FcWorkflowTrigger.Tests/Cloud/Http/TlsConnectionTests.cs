using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FcWorkflowTrigger.Cloud.Connections;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>Over TLS bytes can wait where the socket does not show them.</summary>
public sealed class TlsConnectionTests : IAsyncLifetime, IDisposable
{
    private static readonly HttpOrigin Origin = HttpOrigin.From(new("https://localhost/"));

    // Longer than what is read at once, so that the rest of the record stays where it was deciphered.
    private static readonly string Reply = $"HTTP/1.1 200 OK\r\nContent-Length: 6000\r\n\r\n{new string('a', 6000)}";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient _client = new();
    private SslStream? _server;
    private HttpConnection? _connection;

    public async Task InitializeAsync()
    {
        _listener.Start();
        await _client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint);
        _server = new((await _listener.AcceptTcpClientAsync()).GetStream());
        using var certificate = Certificate();
        var tls = new SslStream(
            _client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString());
        await Task.WhenAll(_server.AuthenticateAsServerAsync(certificate), tls.AuthenticateAsClientAsync("localhost"));
        _connection = new(new OpenConnection(tls, () => Heard.Nothing), 0);
    }

    [Fact]
    public async Task One_call_after_another_is_answered_over_one_connection()
    {
        Assert.Equal(6000, (await CallAsync(Reply)).Body.Length);
        Assert.True(_connection!.IsSilent);

        Assert.Equal("second", Encoding.ASCII.GetString((await CallAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond")).Body));
    }

    [Fact]
    public async Task What_came_with_a_reply_and_was_not_asked_for_is_noticed_before_the_next_call()
    {
        await CallAsync(Reply + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nSTALE");

        Assert.False(_connection!.IsSilent);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _connection?.Dispose();
        _server?.Dispose();
        _client.Dispose();
        _listener.Dispose();
    }

    private async Task<ServiceReply> CallAsync(string reply)
    {
        using var call = new ServiceCall("GET", Origin, "/"u8);
        var sending = _connection!.SendAsync(call, default).AsTask();
        await _server!.WriteAsync(TestData.Bytes(reply));
        return await sending;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
