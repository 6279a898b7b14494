namespace FcWorkflowTrigger.Cloud;

/// <summary>Temporary keys of the role of the function. All parts come from one source.</summary>
internal sealed record Credentials(string AccessKeyId, string AccessKeySecret, string? SecurityToken)
{
    // Keys must not reach a log through ToString.
    public override string ToString() => "Credentials { … }";
}
