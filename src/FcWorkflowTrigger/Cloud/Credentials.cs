namespace FcWorkflowTrigger.Cloud;

/// <summary>Temporary keys of the function's role, always the three of one source.</summary>
internal sealed record Credentials(string AccessKeyId, string AccessKeySecret, string? SecurityToken)
{
    // Keys must never reach a log by way of a record's own text.
    public override string ToString() => "Credentials { … }";
}
