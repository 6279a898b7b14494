using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Cli;

/// <summary>The clients of OSS and of the ledger, made from the usual environment variables. Without credentials there are none.</summary>
internal sealed class CliContext : IDisposable
{
    private const string DefaultRegion = "cn-shanghai";

    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());
    private readonly Retry _retry = new(TimeProvider.System, new(new Random()));
    private readonly CloudClock _clock = new(TimeProvider.System);
    private readonly Credentials? _credentials;
    private readonly Uri _endpoint;
    private readonly string? _ledgerBucket;
    private readonly LedgerMode _ledgerMode;

    private CliContext(SettingsReader reader)
    {
        Region = reader.Optional("FC_REGION") ?? reader.Optional("REGION") ?? reader.Optional("ALIBABA_CLOUD_REGION_ID") ?? DefaultRegion;
        _endpoint = reader.Url("OSS_ENDPOINT") ?? new($"https://oss-{Region}.aliyuncs.com");
        _ledgerBucket = reader.Optional("LEDGER_BUCKET");
        _ledgerMode = reader.Choice<LedgerMode>("LEDGER_MODE", LedgerMode.Slots);
        _credentials = reader.Optional("ALIBABA_CLOUD_ACCESS_KEY_ID") is { } id && reader.Optional("ALIBABA_CLOUD_ACCESS_KEY_SECRET") is { } secret
            ? new(id, secret, reader.Optional("ALIBABA_CLOUD_SECURITY_TOKEN"))
            : null;
    }

    public string Region { get; }

    /// <summary>Why the ledger cannot be read; null when it can be read.</summary>
    public string? LedgerUnavailableReason => (_credentials, _ledgerBucket) switch
    {
        (null, _) => "not read: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN, if there is one).",
        (_, null) => "not read: set LEDGER_BUCKET.",
        _ => null,
    };

    /// <summary>Null without credentials.</summary>
    public IObjectReader? Objects => _credentials is null ? null : new ObjectReader(new(_http, new(_credentials), _clock), _endpoint, Region);

    /// <exception cref="CliException">A variable has a value that is not valid.</exception>
    public static CliContext Open(Func<string, string?> variable)
    {
        var reader = new SettingsReader(variable);
        var context = new CliContext(reader);
        return reader.Problems.Count == 0 ? context : throw new CliException("SETTINGS", string.Join(' ', reader.Problems));
    }

    /// <summary>Null without credentials.</summary>
    public UploadDecision? CreateDecision(RuleSet rules) => Objects is { } objects ? new(rules, new(objects, _retry)) : null;

    /// <summary>Null without credentials.</summary>
    public SidecarReader? CreateSidecarReader() => Objects is { } objects ? new(objects, _retry) : null;

    /// <summary>Null when <see cref="LedgerUnavailableReason"/> says why.</summary>
    public IRunLedger? OpenLedger()
    {
        if (_credentials is null || _ledgerBucket is null)
        {
            return null;
        }

        var bucket = new OssClient(_http, new(_endpoint, _ledgerBucket, Region), new(_credentials), _clock);
        return _ledgerMode == LedgerMode.Slots ? new SlotRunLedger(bucket, _retry, _clock) : new AppendRunLedger(bucket, _retry, _clock);
    }

    public void Dispose() => _http.Dispose();
}
