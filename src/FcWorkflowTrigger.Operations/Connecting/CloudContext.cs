using System.Security.Cryptography.X509Certificates;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Diagnosing.Reading;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Sidecars;

namespace FcWorkflowTrigger.Operations.Connecting;

/// <summary>The clients of OSS, IMS, Function Compute and of the ledger, for one connection. Without credentials there are none.</summary>
/// <param name="trust">Which certificates of the services are accepted; null for those of the machine.</param>
internal sealed class CloudContext(Connection connection, X509ChainPolicy? trust = null) : IDisposable
{
    private readonly HttpMessageInvoker _http = CloudHttp.Create(Trusting(CloudHttp.CreateHandler(), trust));
    private readonly CloudClock _clock = new(TimeProvider.System);

    public Connection Connection => connection;

    public string Region => connection.Region;

    public Retry Retry { get; } = new(TimeProvider.System, new(new Random()));

    /// <summary>The cloud's time, as far as its replies have shown it.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>The cloud in a few words, as reports name it.</summary>
    public string Description => connection.IsLocal ? "the local cloud" : $"{Region}, {connection.LedgerBucket ?? "no ledger"}";

    /// <summary>Why the ledger cannot be read; null when it can be read.</summary>
    public string? LedgerUnavailableReason => (connection.Credentials, connection.LedgerBucket) switch
    {
        (null, _) => "not read: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN, if there is one).",
        (_, null) => "not read: set LEDGER_BUCKET.",
        _ => null,
    };

    /// <summary>Null without credentials.</summary>
    public IObjectReader? Objects => connection.Credentials is { } keys ? new ObjectReader(new(_http, new(keys), _clock), connection.Oss, Region) : null;

    /// <exception cref="OperationException">A variable or the profile is not valid.</exception>
    public static CloudContext Open(ConnectionRequest request, Func<string, string?> variable) => new(Connection.From(request, variable));

    /// <summary>Null without credentials.</summary>
    public UploadDecision? CreateDecision(RuleSet rules) => Objects is { } objects ? new(rules, new(objects, Retry)) : null;

    /// <summary>Null without credentials.</summary>
    public SidecarReader? CreateSidecarReader() => Objects is { } objects ? new(objects, Retry) : null;

    /// <summary>Null when <see cref="LedgerUnavailableReason"/> says why.</summary>
    public IRunLedger? OpenLedger() => LedgerUnavailableReason is null ? LedgerRegistration.Create(connection.LedgerMode, OpenLedgerBucket(), Retry, _clock) : null;

    /// <exception cref="OperationException">There are no keys, or the ledger's bucket is not known.</exception>
    public IOssClient OpenLedgerBucket() => OpenBucket(
        RequireKeys() is not null && connection.LedgerBucket is { } bucket
            ? bucket
            : throw new OperationException("LEDGER-UNKNOWN", "set LEDGER_BUCKET to the bucket that the functions use; or use --local for the local cloud."));

    /// <exception cref="OperationException">There are no keys.</exception>
    public IOssClient OpenBucket(string bucket) => new OssClient(_http, new(connection.Oss, bucket, Region), new(RequireKeys()), _clock);

    /// <exception cref="OperationException">There are no keys.</exception>
    public BucketSettings OpenBucketSettings(string bucket) => new(_http, new(connection.Oss, bucket, Region), RequireKeys(), _clock, Retry);

    /// <exception cref="OperationException">There are no keys.</exception>
    public ObjectUpload OpenUpload(string bucket) => new(_http, new(connection.Oss, bucket, Region), RequireKeys(), _clock);

    /// <summary>Null where IMS is not known to serve.</summary>
    /// <exception cref="OperationException">There are no keys.</exception>
    public IImsClient? OpenIms() => OpenIms(_clock);

    /// <summary>The same, for calls that are signed as if they had been made that long ago.</summary>
    public IImsClient? OpenIms(TimeSpan ago) => OpenIms(new CloudClock(new EarlierTime(_clock, ago)));

    /// <exception cref="OperationException">There are no keys, or the endpoint is not known.</exception>
    public FunctionClient OpenFunctions() => new(
        connection.Fc ?? throw new OperationException("FC-UNKNOWN", "set ALIBABA_CLOUD_ACCOUNT_ID to the number of your account, or FC_ENDPOINT; or use --local for the local cloud."),
        RequireKeys(),
        _clock,
        Trusting(CloudHttp.CreateHandler(), trust));

    public void Dispose() => _http.Dispose();

    private ImsClient? OpenIms(CloudClock clock) => connection.Ims is { } endpoint ? new ImsClient(_http, endpoint, new(RequireKeys()), clock, new(0, TimeProvider.System)) : null;

    private static SocketsHttpHandler Trusting(SocketsHttpHandler handler, X509ChainPolicy? trust)
    {
        if (trust is not null)
        {
            handler.SslOptions.CertificateChainPolicy = trust;
        }

        return handler;
    }

    private Credentials RequireKeys() => connection.Credentials ?? throw new OperationException(
        "CREDENTIALS-MISSING",
        "there are no keys. Use --local for the local cloud, set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or make a profile with `aliyun configure`.");
}
