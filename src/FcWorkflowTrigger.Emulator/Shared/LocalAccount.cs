namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The one account of the emulated cloud; its keys open nothing else.</summary>
internal static class LocalAccount
{
    public const string AccessKeyId = "local";
    public const string AccessKeySecret = "local-secret";

    /// <summary>What the functions' temporary credentials carry besides the same key.</summary>
    public const string SecurityToken = "local-token";

    public const string Region = "cn-shanghai";
    public const string AccountId = "1000000000000001";
    public const string MediaBucket = "media-in";

    /// <summary>Where the workflow is bound to: inputs of type OSS must lie below, unless the caller skips the check.</summary>
    public const string WorkflowInput = "media-in/uploads/";

    public const string LedgerBucket = "ledger";
    public const string WorkflowId = "00000000000000000000000000000001";
}
