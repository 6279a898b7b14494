namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>How this Function Compute runs its instances.</summary>
/// <param name="Bootstrap">The function's binary.</param>
/// <param name="Freeze">Stop a process between its requests, as the cloud does; what it still wanted to do then waits for the next one.</param>
/// <param name="AuthorityFile">The certificate authority that functions are told to trust; null leaves them the machine's own ones.</param>
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
