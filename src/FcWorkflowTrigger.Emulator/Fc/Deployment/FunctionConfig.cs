namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary>One function as <c>s.yaml</c> deploys it.</summary>
/// <param name="Concurrency">Requests one process serves at a time.</param>
/// <param name="Async">What happens to asynchronous events that fail.</param>
internal sealed record FunctionConfig(
    string Name,
    TimeSpan Timeout,
    int Concurrency,
    int MemoryMegabytes,
    IReadOnlyDictionary<string, string> Environment,
    AsyncConfig Async,
    IReadOnlyList<TriggerConfig> Triggers)
{
    public string Runtime { get; init; } = "";
}

/// <summary><c>asyncInvokeConfig</c>; the defaults are Function Compute's.</summary>
/// <param name="OnFailure">The ARN of the failure destination; null for none.</param>
/// <param name="OnSuccess">Likewise.</param>
internal sealed record AsyncConfig(int MaxRetries, TimeSpan MaxAge, string? OnFailure = null, string? OnSuccess = null)
{
    /// <summary>False when the file has no <c>asyncInvokeConfig</c>.</summary>
    public bool IsSet { get; init; } = true;

    public string? FailureFunction => NameIn(OnFailure);

    public string? SuccessFunction => NameIn(OnSuccess);

    // The form of a function's ARN: acs:fc:<region>:<uid>:functions/<name>
    private static string? NameIn(string? arn) => arn?.Split(":functions/") is [_, var name] ? name : null;
}

/// <summary>One entry of <c>triggers</c>.</summary>
internal abstract record TriggerConfig(string Name)
{
    /// <param name="Events">With the <c>oss:</c> prefix, as in <c>s.yaml</c>.</param>
    public sealed record Oss(string Name, string Bucket, IReadOnlyList<string> Events, string Prefix, string Suffix) : TriggerConfig(Name);

    /// <param name="DisableUrlInternet">The public URL refuses all requests.</param>
    public sealed record Http(string Name, IReadOnlyList<string> Methods, bool DisableUrlInternet = false) : TriggerConfig(Name);

    /// <summary>An EventBridge trigger; the name is empty where its source is no message queue.</summary>
    public sealed record Queue(string Name, string QueueName) : TriggerConfig(Name);

    /// <param name="Enable">Whether it fires at all.</param>
    public sealed record Timer(string Name, string CronExpression, string Payload, bool Enable = true) : TriggerConfig(Name);
}
