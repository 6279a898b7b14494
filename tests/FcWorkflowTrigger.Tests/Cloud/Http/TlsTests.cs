using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>Which certificates the production client trusts.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Nothing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Longer than what is read at once, so that the rest of the record stays where it was deciphered.
    private static readonly string Long = $"HTTP/1.1 200 OK\r\nContent-Length: 6000\r\n\r\n{new string('a', 6000)}";

    private readonly Certificates _certificates = new();
    private readonly SocketsHttpHandler _handler = CloudHttp.CreateHandler();
    private readonly HttpMessageInvoker _http;

    public TlsTests()
    {
        _http = CloudHttp.Create(_handler);

        // A busy machine may need longer for the first handshake than production gives it, and such a connection failed for another reason.
        _handler.ConnectTimeout = Timeout.InfiniteTimeSpan;

        // All else is as in production, where the system names the authorities.
        _handler.SslOptions.CertificateChainPolicy!.TrustMode = X509ChainTrustMode.CustomRootTrust;
        _handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_certificates.Authority);
    }

    [Fact]
    public async Task A_certificate_of_a_known_authority_for_this_server_is_trusted()
    {
        using var server = Server(_certificates.Sign(IPAddress.Loopback, Day));
        server.Answer(Nothing);

        await SendAsync(server);
        await SendAsync(server);

        Assert.Equal((1, 2), (server.Connections, server.Requests.Count));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_before_anything_is_sent() =>
        Assert.Contains("RemoteCertificateNameMismatch", await RefusedAsync(_certificates.Sign(null, Day)), StringComparison.Ordinal);

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_before_anything_is_sent()
    {
        using var others = new Certificates();

        Assert.Contains(nameof(X509ChainStatusFlags.PartialChain), await RefusedAsync(others.Sign(IPAddress.Loopback, Day)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_before_anything_is_sent() =>
        Assert.Contains(nameof(X509ChainStatusFlags.NotTimeValid), await RefusedAsync(_certificates.Sign(IPAddress.Loopback, -Day)), StringComparison.Ordinal);

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_refused_before_anything_is_sent()
    {
        using var server = new RawServer();
        server.Serve(connection => connection.SayAsync(Nothing));
        using var request = Request(new($"https://{server.Url.Authority}/"));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => _http.SendAsync(request, default));

        Assert.True(HttpFailure.NothingWasSent(refused));
    }

    [Fact]
    public async Task Connections_opened_early_trust_no_other_authority()
    {
        using var server = Server(_certificates.Sign(IPAddress.Loopback, Day));

        // These connections use the authorities of the system, and the system does not know the authority of this test.
        await Assert.ThrowsAsync<AuthenticationException>(() => ServerConnection.OpenAsync(server.Url, default));
    }

    [Fact]
    public void Nothing_is_fetched_from_the_addresses_in_a_certificate()
    {
        var (called, early) = (_handler.SslOptions.CertificateChainPolicy!, ServerConnection.Options("any.invalid").CertificateChainPolicy!);

        Assert.All([called, early], policy => Assert.Equal((true, X509RevocationMode.NoCheck), (policy.DisableCertificateDownloads, policy.RevocationMode)));
    }

    [Fact]
    public async Task What_came_with_a_reply_and_was_not_asked_for_is_noticed_before_the_next_call()
    {
        using var server = Server(_certificates.Sign(IPAddress.Loopback, Day));
        server.Answer(Long + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nSTALE");

        var (first, second) = (await SendAsync(server), await SendAsync(server));

        Assert.Equal((6000, 6000, 2), (first, second, server.Connections));
    }

    public void Dispose()
    {
        _http.Dispose();
        _certificates.Dispose();
    }

    private static RawServer Server(X509Certificate2 certificate) => new(certificate);

    private static HttpRequestMessage Request(Uri url) => new(HttpMethod.Post, url) { Content = new OnceContent(ReadOnlyMemory<byte>.Empty) };

    private async Task<int> SendAsync(RawServer server)
    {
        using var request = Request(server.Url);
        using var reply = await _http.SendAsync(request, default);
        return (await reply.Content.ReadAsByteArrayAsync()).Length;
    }

    private async Task<string> RefusedAsync(X509Certificate2 certificate)
    {
        using var server = Server(certificate);
        server.Answer(Nothing);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server));

        Assert.Equal((HttpRequestError.SecureConnectionError, true), (refused.HttpRequestError, HttpFailure.NothingWasSent(refused)));
        Assert.StartsWith($"HTTP-CONNECT: no connection to {server.Url.Authority} came about (The remote certificate is invalid", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        return refused.Message;
    }
}
