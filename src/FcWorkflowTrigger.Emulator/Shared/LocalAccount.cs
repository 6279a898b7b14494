namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The only account of the emulated cloud. Its access keys work nowhere else.</summary>
internal static class LocalAccount
{
    public const string AccessKeyId = "local";
    public const string AccessKeySecret = "local-secret";

    /// <summary>The token of the functions' temporary credentials. Their access key is the same.</summary>
    public const string SecurityToken = "local-token";

    public const string Region = "cn-shanghai";
    public const string AccountId = "1000000000000001";
    public const string MediaBucket = "media-in";

    /// <summary>The folder that the workflow is bound to. Inputs of type OSS must be in it, unless the caller skips the check.</summary>
    public const string WorkflowInput = "media-in/uploads/";

    public const string LedgerBucket = "ledger";
    public const string WorkflowId = "00000000000000000000000000000001";
}
