using System.Globalization;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Writes log lines in the format of Function Compute. It writes each line at once: an instance is frozen after its answer, and lines in a queue would be frozen too.</summary>
internal sealed class FcLoggerFactory(InvocationScope scope, TextWriter output, TimeProvider clock) : ILoggerFactory
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly Lock _gate = new();

    /// <summary>The lines of this program from Information on, and of the framework from Warning on.</summary>
    public ILogger CreateLogger(string categoryName) =>
        new FcLogger(this, categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information);

    /// <exception cref="NotSupportedException">Always: all lines go to one output.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The logger factory writes all lines to one output.");

    public void Dispose() => output.Flush();

    /// <summary>Writes one line: time, request id, level, text. Keys and texts of services are part of the text, so the text is escaped: it cannot begin a new line or show another level.</summary>
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

    /// <summary>Writes a line without time and level. Function Compute recognises such a line by its beginning.</summary>
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
                log.Write(GetName(logLevel), exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}");
            }
        }

        private static string GetName(LogLevel level) => level switch
        {
            LogLevel.Information => "INFO",
            LogLevel.Warning => "WARNING",
            LogLevel.Error or LogLevel.Critical => "ERROR",
            _ => "DEBUG",
        };
    }
}
