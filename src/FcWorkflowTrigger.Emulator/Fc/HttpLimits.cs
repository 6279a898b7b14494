namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>The limits of HTTP triggers (Function Compute documentation, "Web functions: limits").</summary>
internal static class HttpLimits
{
    public const int MaxBodyBytes = 32 * 1024 * 1024;
    public const int MaxAsyncBodyBytes = 128 * 1024;
    private const int MaxHeaderBytes = 8 * 1024;
    private const int MaxTargetBytes = 4 * 1024;

    /// <summary>Why a request is over a limit; null if it is not.</summary>
    /// <param name="target">Path and query as sent, without the function's name in front.</param>
    public static string? Problem(string target, IEnumerable<KeyValuePair<string, string>> headers) =>
        target.Length > MaxTargetBytes ? $"path and query exceed {MaxTargetBytes} bytes"
        : TooLong(headers) ? $"request headers exceed {MaxHeaderBytes} bytes"
        : null;

    public static bool TooLong(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Sum(header => header.Key.Length + header.Value.Length) > MaxHeaderBytes;
}
