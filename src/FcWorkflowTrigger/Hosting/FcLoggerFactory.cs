using System.Globalization;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Writes log lines the way Function Compute reads them, at once: an instance is frozen after its answer, and a queue with it.</summary>
internal sealed class FcLoggerFactory(InvocationScope scope, TextWriter output, TimeProvider clock) : ILoggerFactory
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly Lock _gate = new();

    /// <summary>The program's own stories in full; of the framework's only what went wrong.</summary>
    public ILogger CreateLogger(string categoryName) =>
        new FcLogger(this, categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information);

    /// <exception cref="NotSupportedException">Always: there is one log.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("All lines are written here, to one output.");

    public void Dispose() => output.Flush();

    /// <summary>One line: time, request id, level, text. The text cannot end the line or name another level: keys and the words of services are in it.</summary>
    public void Write(string level, string text)
    {
        Span<char> now = stackalloc char[TimeFormat.Length];
        clock.GetUtcNow().UtcDateTime.TryFormat(now, out var length, TimeFormat, CultureInfo.InvariantCulture);

        lock (_gate)
        {
            output.Write(now[..length]);
            output.Write(' ');
            output.Write(scope.RequestId ?? "-");
            output.Write(" [");
            output.Write(level);
            output.Write("] ");
            output.WriteLine(LogText.ToLine(text));
            output.Flush();
        }
    }

    /// <summary>A line as it is, for the ones Function Compute recognises by their beginning.</summary>
    public void WriteLine(string begin, string requestId, string end = "")
    {
        lock (_gate)
        {
            output.Write(begin);
            output.Write(requestId);
            output.WriteLine(end);
            output.Flush();
        }
    }

    private sealed class FcLogger(FcLoggerFactory log, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(NameOf(logLevel), exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}");
            }
        }

        private static string NameOf(LogLevel level) => level switch
        {
            LogLevel.Information => "INFO",
            LogLevel.Warning => "WARNING",
            LogLevel.Error or LogLevel.Critical => "ERROR",
            _ => "DEBUG",
        };
    }
}
