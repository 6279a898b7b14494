using FcWorkflowTrigger.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Hosting;

/// <summary>A log line as Function Compute and its alarms read it.</summary>
public sealed class FcLoggerFactoryTests : IDisposable
{
    private readonly InvocationScope _scope = new();
    private readonly CountingWriter _output = new();
    private readonly FcLoggerFactory _log;

    public FcLoggerFactoryTests() => _log = new(_scope, _output, new FakeTimeProvider(TestData.Now.AddMilliseconds(7)));

    [Theory]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARNING")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "ERROR")]
    public void A_line_is_time_request_level_and_sentence(LogLevel level, string name)
    {
        _scope.RequestId = "request-1";

        Write("FcWorkflowTrigger.Runs.RunOpener", level);

        Assert.Equal($"2026-11-24T00:15:00.007Z request-1 [{name}] A sentence.{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public void A_line_outside_of_an_invocation_names_none()
    {
        Write("FcWorkflowTrigger.Hosting.StartUp", LogLevel.Information);

        Assert.Contains("Z - [INFO] ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_stands_in_the_line_of_its_sentence()
    {
        _log.CreateLogger("FcWorkflowTrigger.Runs.RunOpener")
            .Log(LogLevel.Error, default, "A sentence.", new InvalidDataException("OUTCOME-UNKNOWN: why"), (text, _) => text);

        Assert.Contains("[ERROR] A sentence. System.IO.InvalidDataException: OUTCOME-UNKNOWN: why", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FcWorkflowTrigger.Runs.RunOpener", LogLevel.Debug, false)]
    [InlineData("FcWorkflowTrigger.Runs.RunOpener", LogLevel.Information, true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("FcWorkflowTrigger.Runs.RunOpener", LogLevel.None, false)]
    public void Of_the_framework_only_what_went_wrong_is_written(string category, LogLevel level, bool isWritten)
    {
        Write(category, level);

        Assert.Equal(isWritten, _output.ToString().Length > 0);
        Assert.Equal(isWritten, _log.CreateLogger(category).IsEnabled(level));
    }

    [Fact]
    public void Each_line_is_out_at_once_because_an_instance_is_frozen_after_its_answer()
    {
        Write("FcWorkflowTrigger.Runs.RunOpener", LogLevel.Information);
        _log.WriteLine("FC Invoke End RequestId: ", "request-1");

        Assert.Equal(2, _output.Flushed);
    }

    public void Dispose() => _output.Dispose();

    private void Write(string category, LogLevel level) => _log.CreateLogger(category).Log(level, default, "A sentence.", null, (text, _) => text);

    private sealed class CountingWriter : StringWriter
    {
        public int Flushed { get; private set; }

        public override void Flush() => Flushed++;
    }
}
