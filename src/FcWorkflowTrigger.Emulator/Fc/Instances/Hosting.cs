namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>How this Function Compute runs its instances.</summary>
/// <param name="Bootstrap">The function's binary.</param>
/// <param name="Freeze">Stop a process between its requests, as the cloud does. Background work of the process then waits for the next request.</param>
/// <param name="AuthorityFile">The certificate authority that the functions trust. Null: they trust the authorities of the machine.</param>
internal sealed record Hosting(
    string Bootstrap, CredentialSource Credentials = CredentialSource.Environment, bool Freeze = false, string? AuthorityFile = null);

/// <summary>Where a function finds the temporary keys of its role.</summary>
internal enum CredentialSource
{
    /// <summary>In the environment its process starts with: Debian 11 and later.</summary>
    Environment,

    /// <summary>In the headers of each request: the older runtimes.</summary>
    Headers,
}
