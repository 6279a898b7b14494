using System.Globalization;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Hosting;

/// <summary>
/// Writes log lines in the format of Function Compute: time, request id, level, sentence, and the facts of the sentence as one JSON object. It
/// writes each line at once: an instance is frozen after its answer, and lines in a queue would be frozen too.
/// </summary>
internal sealed class FcLoggerFactory(HostingOptions options, InvocationScope scope, TextWriter output, TimeProvider clock) : ILoggerFactory
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly Lock _gate = new();
    private readonly LogFacts _facts = new();

    /// <summary>The lines of this program from the chosen level on. Of the framework, what goes wrong; on level Debug also what it tells.</summary>
    public ILogger CreateLogger(string categoryName)
    {
        var isFramework = categoryName.StartsWith("Microsoft.", StringComparison.Ordinal);
        var least = (LogLevel)options.LogLevel;
        return new FcLogger(this, isFramework && least != LogLevel.Debug ? (LogLevel)Math.Max((int)least, (int)LogLevel.Warning) : least, isFramework);
    }

    /// <exception cref="NotSupportedException">Always: all lines go to one output.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The logger factory writes all lines to one output.");

    public void Dispose()
    {
        output.Flush();
        _facts.Dispose();
    }

    /// <summary>Writes a line without time and level, which Function Compute recognises by its beginning; nothing unless the frames are switched on.</summary>
    public void WriteFrame(string begin, string requestId, string end = "")
    {
        if (!options.LogFrames)
        {
            return;
        }

        lock (_gate)
        {
            output.Write(begin);
            output.Write(requestId);
            output.WriteLine(end);
            output.Flush();
        }
    }

    /// <summary>Writes one line. Keys and texts of services are part of the text, so the text is escaped: it cannot begin a new line or show another level.</summary>
    private void Write(string level, EventId what, string text, object? state, Exception? failure)
    {
        var line = LogText.ToLine(text);
        var now = clock.GetUtcNow();
        Span<char> time = stackalloc char[TimeFormat.Length];
        now.UtcDateTime.TryFormat(time, out var length, TimeFormat, CultureInfo.InvariantCulture);

        lock (_gate)
        {
            output.Write(time[..length]);
            output.Write(' ');
            output.Write(scope.Current?.RequestId ?? "-");
            output.Write(" [");
            output.Write(level);
            output.Write("] ");
            output.Write(line);
            output.Write(' ');
            output.WriteLine(Describe(level, what, state, failure, now));
            output.Flush();
        }
    }

    private string Describe(string level, EventId what, object? state, Exception? failure, DateTimeOffset now)
    {
        _facts.Begin(what.Name ?? LogEvents.Framework);
        _facts.Add(LogFactNames.Level, level);
        _facts.Add(LogFactNames.Role, options.FunctionName);
        _facts.Add(LogFactNames.Version, options.Version);

        if (scope.Current is { } invocation)
        {
            _facts.Add(LogFactNames.ColdStart, invocation.IsColdStart);
            _facts.Add(LogFactNames.DurationMs, (long)clock.GetElapsedTime(invocation.Start).TotalMilliseconds);
        }

        LogLineFacts.Add(_facts, state, failure, now);
        return _facts.End();
    }

    /// <param name="isFramework">Its own names of events are not of the list that queries know.</param>
    private sealed class FcLogger(FcLoggerFactory log, LogLevel least, bool isFramework) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(
                    GetName(logLevel), isFramework ? default : eventId, exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}", state, exception);
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
