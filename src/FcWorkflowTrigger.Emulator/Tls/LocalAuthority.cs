using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tls;

/// <summary>The certificate authority of one run of the emulator. It signs one certificate, for the emulated services. Its key is then discarded, so it can sign no other.</summary>
/// <remarks>Both keys exist in memory only.</remarks>
internal sealed class LocalAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int SerialBytes = 16;

    // Longer than a local cloud runs, and no longer than public certificates may live.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    // For clients in containers and virtual machines, whose clocks may be a little behind.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    private LocalAuthority(X509Certificate2 certificate, X509Certificate2 server) => (Certificate, Server) = (certificate, server);

    /// <summary>What clients must trust, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What the services show, with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <param name="now">By the machine's clock, which is the one that TLS goes by; the emulator's own clock may be years ahead.</param>
    public static LocalAuthority Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = SelfSigned(key, now);
        return new(X509CertificateLoader.LoadCertificate(authority.RawData), Signed(authority, now));
    }

    public string ExportPem() => Certificate.ExportCertificatePem() + "\n";

    /// <summary>A policy that trusts only this authority and downloads nothing.</summary>
    public X509ChainPolicy Trust() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { Certificate },
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public void Dispose()
    {
        Certificate.Dispose();
        Server.Dispose();
    }

    private static X509Certificate2 SelfSigned(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest($"CN=FcWorkflowTrigger local cloud {RandomNumberGenerator.GetHexString(8)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - Skew, now + Lifetime);
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names());

        using var certificate = request.Create(authority, now - Skew, now + Lifetime, RandomNumberGenerator.GetBytes(SerialBytes));
        return certificate.CopyWithPrivateKey(key);
    }

    // The buckets by name: OpenSSL takes no wildcard directly below a top-level domain, as *.localhost would be.
    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName($"{LocalAccount.MediaBucket}.localhost");
        names.AddDnsName($"{LocalAccount.LedgerBucket}.localhost");
        return names.Build();
    }
}
