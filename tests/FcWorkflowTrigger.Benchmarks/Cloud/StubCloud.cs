using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>
/// Fast stubs of OSS and IMS. They check no signatures and write nothing to disk, but put-if-absent, listings, assets and tasks work as in
/// the cloud. They run in this process, so that one clock measures every request.
/// </summary>
internal sealed class StubCloud : IAsyncDisposable
{
    public const string Region = "cn-shanghai";
    public const string LedgerBucket = "ledger";

    private readonly StubListener _oss;
    private readonly StubListener _ims;
    private readonly X509Certificate2? _certificate;

    private StubCloud(OssObjects objects, ImsTasks tasks, X509Certificate2? certificate)
    {
        (Objects, Tasks, _certificate) = (objects, tasks, certificate);
        _oss = new(this, "oss", certificate, new OssStub(objects).AnswerAsync);
        _ims = new(this, "ims", certificate, new ImsStub(tasks).AnswerAsync);
    }

    public OssObjects Objects { get; }

    public ImsTasks Tasks { get; }

    public StubClock Clock { get; } = new();

    /// <summary>Records the requests; null while no measurement needs them.</summary>
    public RecordedRequests? RecordedRequests { get; set; }

    /// <summary>The delay of every reply.</summary>
    public TimeSpan Delay { get; set; }

    public string OssUrl => _oss.Url;

    public string ImsUrl => _ims.Url;

    /// <summary>PEM of the certificate to trust; null without TLS.</summary>
    public string? CertificateFile { get; private init; }

    public static Task<StubCloud> StartAsync(CancellationToken cancellationToken) => StartAsync(new(), new(), cancellationToken);

    public static async Task<StubCloud> StartAsync(OssObjects objects, ImsTasks tasks, CancellationToken cancellationToken)
    {
        var cloud = new StubCloud(objects, tasks, null);
        await cloud.ListenAsync(cancellationToken);
        return cloud;
    }

    /// <summary>The same over TLS, with a certificate made for this run.</summary>
    public static async Task<StubCloud> StartTlsAsync(CancellationToken cancellationToken)
    {
        var certificate = SelfSigned.ForLoopback();
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), cancellationToken);
        var cloud = new StubCloud(new(), new(), certificate) { CertificateFile = file };
        await cloud.ListenAsync(cancellationToken);
        return cloud;
    }

    public async ValueTask DisposeAsync()
    {
        await _oss.DisposeAsync();
        await _ims.DisposeAsync();
        _certificate?.Dispose();

        if (CertificateFile is { } file)
        {
            File.Delete(file);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _oss.StartAsync(cancellationToken);
        await _ims.StartAsync(cancellationToken);
    }
}
