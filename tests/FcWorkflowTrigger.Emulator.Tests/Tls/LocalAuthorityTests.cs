using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.Emulator.Tls;

namespace FcWorkflowTrigger.Emulator.Tests.Tls;

public sealed class LocalAuthorityTests : IDisposable
{
    // TLS goes by the machine's clock.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly LocalAuthority _authority = LocalAuthority.Create(Now);
    private readonly LocalAuthority _other = LocalAuthority.Create(Now);

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("media-in.localhost")]
    [InlineData("ledger.localhost")]
    public async Task A_client_that_trusts_the_authority_believes_the_server_under_each_of_its_names(string host) =>
        Assert.Equal(SslPolicyErrors.None, await TlsPair.MeetAsync(_authority.Server, _authority.Trust(), host));

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("other.localhost")]
    [InlineData("a.media-in.localhost")]
    [InlineData("ice.cn-shanghai.aliyuncs.com")]
    public async Task Another_name_is_refused(string host) =>
        Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, await TlsPair.MeetAsync(_authority.Server, _authority.Trust(), host));

    [Fact]
    public async Task A_client_that_trusts_another_authority_refuses_the_server() =>
        Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors, await TlsPair.MeetAsync(_authority.Server, _other.Trust(), "localhost"));

    [Theory]
    [InlineData(-91)]
    [InlineData(1)]
    public async Task A_server_whose_time_is_over_or_has_not_come_is_refused(int days)
    {
        using var elsewhen = LocalAuthority.Create(Now.AddDays(days));

        Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors, await TlsPair.MeetAsync(elsewhen.Server, elsewhen.Trust(), "localhost"));
    }

    [Fact]
    public void The_server_is_named_by_address_by_host_and_by_bucket_and_by_nothing_else()
    {
        var names = _authority.Server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();

        Assert.Equal(["localhost", "media-in.localhost", "ledger.localhost"], names.EnumerateDnsNames());
        Assert.Equal([IPAddress.Loopback], names.EnumerateIPAddresses());
    }

    [Fact]
    public void The_authority_may_sign_servers_only_and_the_server_may_sign_nothing()
    {
        var authority = Constraints(_authority.Certificate);
        var server = Constraints(_authority.Server);

        Assert.Equal((true, true, 0), (authority.CertificateAuthority, authority.HasPathLengthConstraint, authority.PathLengthConstraint));
        Assert.Equal(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, Usage(_authority.Certificate));
        Assert.False(server.CertificateAuthority);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Usage(_authority.Server));
        Assert.Equal(["1.3.6.1.5.5.7.3.1"], _authority.Server.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Select(use => use.Value));
    }

    [Fact]
    public void Both_are_valid_from_a_little_before_now_for_longer_than_a_month_and_for_less_than_a_year()
    {
        foreach (var certificate in new[] { _authority.Certificate, _authority.Server })
        {
            Assert.InRange(certificate.NotBefore.ToUniversalTime(), Now.UtcDateTime.AddDays(-1), Now.UtcDateTime);
            Assert.InRange(certificate.NotAfter.ToUniversalTime(), Now.UtcDateTime.AddDays(31), Now.UtcDateTime.AddDays(365));
        }
    }

    [Fact]
    public void The_authority_has_lost_its_key_and_is_another_one_each_time()
    {
        Assert.False(_authority.Certificate.HasPrivateKey);
        Assert.NotEqual(_authority.Certificate.GetPublicKeyString(), _other.Certificate.GetPublicKeyString());
        Assert.NotEqual(_authority.Certificate.Subject, _other.Certificate.Subject);
    }

    private static X509BasicConstraintsExtension Constraints(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single();

    private static X509KeyUsageFlags Usage(X509Certificate2 certificate) => certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages;
}
