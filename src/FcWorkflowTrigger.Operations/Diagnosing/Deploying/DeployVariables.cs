using FcWorkflowTrigger.Operations.Connecting;

namespace FcWorkflowTrigger.Operations.Diagnosing.Deploying;

/// <summary>The variables that a deployment file is resolved with: those of the shell, then those of <c>.env</c>.</summary>
/// <param name="variable">Of the shell.</param>
/// <param name="local">The local cloud, which sets some variables itself; null for an account.</param>
internal sealed class DeployVariables(Func<string, string?> variable, IReadOnlyDictionary<string, string> file, Connection? local = null)
{
    /// <summary>What the local cloud makes up for itself, so that nothing can be compared with it.</summary>
    public const string MadeByLocalCloud = "CALLBACK_SECRETS";

    // No secret: it stands in for the one that only the local cloud knows.
    private static readonly string Placeholder = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);

    /// <summary>The number of the account; zeros when it is not known.</summary>
    public string AccountId => Find("ALIBABA_CLOUD_ACCOUNT_ID") ?? new('0', 16);

    public bool IsLocal => local is not null;

    /// <summary>Null when it is set nowhere. An empty variable is set.</summary>
    public string? Find(string name) => (local, name) switch
    {
        ({ } cloud, "IMS_ENDPOINT") => ToText(cloud.Ims),
        ({ } cloud, "OSS_ENDPOINT") => ToText(cloud.Oss),
        ({ }, MadeByLocalCloud) => Placeholder,
        _ => variable(name) ?? file.GetValueOrDefault(name),
    };

    private static string? ToText(Uri? endpoint) => endpoint?.AbsoluteUri.TrimEnd('/');
}
