using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FcWorkflowTrigger.Tests;

/// <summary>A logger that keeps the log lines of the functions.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogEntry> _lines = new();
    private readonly ConcurrentQueue<Exception> _failures = new();

    public IEnumerable<string> Errors => At(LogLevel.Error);

    public IEnumerable<string> Warnings => At(LogLevel.Warning);

    public IEnumerable<string> Infos => At(LogLevel.Information);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue(new(logLevel, eventId, state, formatter(state, exception), exception));

        if (exception is not null)
        {
            _failures.Enqueue(exception);
        }
    }

    /// <summary>All lines, as they came.</summary>
    public IReadOnlyCollection<LogEntry> All => _lines;

    /// <summary>The exceptions of the log lines.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    public void Dispose()
    {
    }

    /// <summary>Writes the lines as the functions write them.</summary>
    public static void Replay(IEnumerable<LogEntry> lines, ILogger log)
    {
        foreach (var line in lines)
        {
            log.Log(line.Level, line.Event, line.State, line.Failure, (_, _) => line.Sentence);
        }
    }

    private IEnumerable<string> At(LogLevel level) => _lines.Where(line => line.Level == level).Select(line => line.Sentence);
}

/// <summary>One line of the log, before it is written.</summary>
internal sealed record LogEntry(LogLevel Level, EventId Event, object? State, string Sentence, Exception? Failure);
