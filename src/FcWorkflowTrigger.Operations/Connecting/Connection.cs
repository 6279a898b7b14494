using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Operations.Connecting;

/// <summary>Where the commands connect, and with which keys.</summary>
/// <param name="Source">Where the keys come from, for people: <c>the local cloud</c>, <c>the environment</c>, <c>profile 'x'</c>, <c>nowhere</c>.</param>
/// <param name="Credentials">Null where there are none.</param>
/// <param name="Ims">Null in a region without IMS and without <c>IMS_ENDPOINT</c>.</param>
/// <param name="Fc">The API of Function Compute; null without <c>FC_ENDPOINT</c> and <c>ALIBABA_CLOUD_ACCOUNT_ID</c>.</param>
/// <param name="LedgerBucket">Null without <c>LEDGER_BUCKET</c>.</param>
/// <param name="Prefix">What the names of the deployed functions begin with.</param>
internal sealed record Connection(
    string Source, Credentials? Credentials, string Region, Uri Oss, Uri? Ims, Uri? Fc, string? LedgerBucket, LedgerMode LedgerMode, string Prefix)
{
    private const string LocalSource = "the local cloud";
    private const string DefaultRegion = "cn-shanghai";
    private const string DefaultPrefix = "fc-workflow-trigger";

    /// <summary>The local cloud of this machine.</summary>
    public bool IsLocal => Source == LocalSource;

    /// <summary>The function that opens runs.</summary>
    public string IngestFunction => $"{Prefix}-ingest";

    /// <summary>The function that carries out what an operator decides.</summary>
    public string ReconcileFunction => $"{Prefix}-reconcile";

    /// <summary>The same cloud, served over https or http.</summary>
    public Connection Over(bool isTls) => isTls ? this with { Oss = Secure(Oss), Ims = Ims is null ? null : Secure(Ims), Fc = Fc is null ? null : Secure(Fc) } : this;

    /// <exception cref="OperationException">A variable or the profile is not valid.</exception>
    public static Connection From(ConnectionRequest request, Func<string, string?> variable)
    {
        var reader = new SettingsReader(variable);
        var connection = request.Local ? CreateLocal(request.PortBase, reader) : Create(request.Profile, reader, variable);
        return reader.Problems.Count == 0 ? connection : throw new OperationException("SETTINGS", string.Join(' ', reader.Problems));
    }

    // The local cloud's own account (docs/local-cloud.md). LEDGER_MODE is the one setting that it hands on to the functions and that matters here.
    private static Connection CreateLocal(int portBase, SettingsReader reader) => new(
        LocalSource,
        new("local", "local-secret", null),
        DefaultRegion,
        Loopback(portBase),
        Loopback(portBase + 1),
        Loopback(portBase + 2),
        "ledger",
        reader.ReadChoice<LedgerMode>("LEDGER_MODE", LedgerMode.Slots),
        DefaultPrefix);

    private static Connection Create(string? profileName, SettingsReader reader, Func<string, string?> variable)
    {
        var environment = reader.ReadOptional("ALIBABA_CLOUD_ACCESS_KEY_ID") is { } id && reader.ReadOptional("ALIBABA_CLOUD_ACCESS_KEY_SECRET") is { } secret
            ? new Credentials(id, secret, reader.ReadOptional("ALIBABA_CLOUD_SECURITY_TOKEN"))
            : null;

        // A profile that is named goes before the environment; one that is not named comes after it.
        var profile = profileName is not null || environment is null ? CloudProfile.Read(profileName, variable("HOME") ?? variable("USERPROFILE")) : null;
        var region = reader.ReadOptional("FC_REGION") ?? reader.ReadOptional("REGION") ?? reader.ReadOptional("ALIBABA_CLOUD_REGION_ID") ?? profile?.Region ?? DefaultRegion;
        var account = reader.ReadOptional("ALIBABA_CLOUD_ACCOUNT_ID");

        return new(
            profile is not null ? $"profile '{profile.Name}'" : environment is not null ? "the environment" : "nowhere",
            profile?.Credentials ?? environment,
            region,
            reader.ReadUrl("OSS_ENDPOINT") ?? new($"https://oss-{region}.aliyuncs.com"),
            reader.ReadUrl("IMS_ENDPOINT") ?? Endpoints.Ims(region),

            // The endpoint that Serverless Devs uses for the 2023-03-30 API.
            reader.ReadUrl("FC_ENDPOINT") ?? (account is null ? null : new($"https://{account}.{region}.fc.aliyuncs.com")),
            reader.ReadOptional("LEDGER_BUCKET"),
            reader.ReadChoice<LedgerMode>("LEDGER_MODE", LedgerMode.Slots),
            reader.ReadOptional("APP_PREFIX") ?? DefaultPrefix);
    }

    private static Uri Secure(Uri url) => new UriBuilder(url) { Scheme = Uri.UriSchemeHttps }.Uri;

    private static Uri Loopback(int port) => new($"http://127.0.0.1:{port}");
}
