namespace FcWorkflowTrigger.Cloud;

/// <summary>The current credentials: those of the environment, or else those of the latest invocation that sent all three parts.</summary>
/// <remarks>
/// Function Compute documentation, "Context of custom runtimes": from Debian 11 on the token comes in the environment only. The
/// services refuse keys without their token, so headers without a token count as absent. When the environment has all three parts, headers
/// are ignored, because a header comes with a request.
/// </remarks>
internal sealed class CredentialStore(Credentials? environment)
{
    private readonly bool _isFixed = environment is not null;
    private volatile Credentials? _current = environment;

    /// <exception cref="InvalidOperationException">Neither source has all three parts.</exception>
    public Credentials Current => _current ?? throw new InvalidOperationException(
        "CREDENTIALS-MISSING: Function Compute gave this function no credentials. Give the function a role (role: in s.yaml) and deploy again.");

    /// <summary>Takes the keys of an invocation: all three parts, or none. It takes none when the environment has them.</summary>
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
