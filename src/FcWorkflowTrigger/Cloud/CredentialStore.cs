namespace FcWorkflowTrigger.Cloud;

/// <summary>The credentials in force: those the process started with, else those of the latest invocation that brought all three.</summary>
/// <remarks>
/// Function Compute documentation, "Context of custom runtimes": from Debian 11 on the token comes in the environment only. Keys without
/// their token would be refused, so headers that lack one count as absent. Where the environment has all three, headers are ignored: they are
/// one more thing that comes with a request.
/// </remarks>
internal sealed class CredentialStore(Credentials? environment)
{
    private readonly bool _isFixed = environment is not null;
    private volatile Credentials? _current = environment;

    /// <exception cref="InvalidOperationException">Neither source had all three.</exception>
    public Credentials Current => _current ?? throw new InvalidOperationException(
        "CREDENTIALS-MISSING: Function Compute gave this function no credentials. Give the function a role (role: in s.yaml) and deploy again.");

    /// <summary>Takes over all three, or none; none where the environment has them.</summary>
    public void Offer(string? accessKeyId, string? accessKeySecret, string? securityToken)
    {
        if (!_isFixed && From(accessKeyId, accessKeySecret, securityToken) is { } offered)
        {
            _current = offered;
        }
    }

    public static Credentials? From(string? accessKeyId, string? accessKeySecret, string? securityToken) =>
        string.IsNullOrEmpty(accessKeyId) || string.IsNullOrEmpty(accessKeySecret) || string.IsNullOrEmpty(securityToken)
            ? null
            : new(accessKeyId, accessKeySecret, securityToken);
}
