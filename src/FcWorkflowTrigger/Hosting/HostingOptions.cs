namespace FcWorkflowTrigger.Hosting;

/// <summary>What the server of a function needs to know about the process it runs in.</summary>
/// <param name="FunctionName">Which of the functions this process is; shown to a caller that is refused.</param>
/// <param name="Port">The port that the server listens on.</param>
/// <param name="InstanceId">The id of this process, which the ledger records with each record.</param>
internal sealed record HostingOptions(string FunctionName, int Port, string InstanceId)
{
    /// <summary>From which level on lines are written.</summary>
    public LogVerbosity LogLevel { get; init; } = LogVerbosity.Information;

    /// <summary>Each invocation is framed by lines of Function Compute's own runtimes.</summary>
    public bool LogFrames { get; init; }

    /// <summary>The version of this program, such as <c>0.1.0</c>.</summary>
    public string Version { get; } = typeof(HostingOptions).Assembly.GetName().Version!.ToString(3);
}

/// <summary>The levels that <c>LOG_LEVEL</c> takes.</summary>
internal enum LogVerbosity
{
    Debug = Microsoft.Extensions.Logging.LogLevel.Debug,
    Information = Microsoft.Extensions.Logging.LogLevel.Information,
    Warning = Microsoft.Extensions.Logging.LogLevel.Warning,
    Error = Microsoft.Extensions.Logging.LogLevel.Error,
}
