namespace FcWorkflowTrigger.Cli.Monitoring;

/// <summary>The metrics of Function Compute in CloudMonitor (namespace <c>acs_fc</c>) that alarms may use.</summary>
/// <remarks>Function Compute documentation, "Monitoring data" and "Monitoring metrics"; those of asynchronous invocations as CloudMonitor's collectors name them.</remarks>
internal static class CloudMonitorMetrics
{
    public const string Namespace = "acs_fc";

    public static IReadOnlySet<string> Names { get; } = new HashSet<string>
    {
        "FunctionTotalInvocations", "FunctionFunctionErrors", "FunctionServerErrors", "FunctionClientErrors",
        "FunctionConcurrencyThrottles", "FunctionResourceThrottles",
        "FunctionAvgDuration", "FunctionMaxDuration", "FunctionP90Duration", "FunctionP99Duration", "FunctionLatencyAvg", "FunctionLatencyMax",
        "FunctionMaxMemoryUsage",
        "FunctionEnqueueCount", "FunctionDequeueCount", "FunctionAsyncMessageLatencyAvg", "FunctionAsyncMessageLatencyMax",
        "FunctionAsyncMessagesBacklogV2", "FunctionAsyncMessagesInProcess", "FunctionAsyncEventExpiredDropped",
        "FunctionDestinationErrors", "FunctionDestinationSucceeded",
    };

    public static IReadOnlySet<string> Statistics { get; } = new HashSet<string> { "Sum", "Value", "Average", "Maximum", "Minimum" };

    public static IReadOnlySet<string> Operators { get; } = new HashSet<string>
    {
        "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold", "NotEqualToThreshold",
    };
}
