using FcWorkflowTrigger.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Hosting;

/// <summary>A log line as Function Compute and its alarms read it.</summary>
public sealed class FcLoggerFactoryTests : IDisposable
{
    private readonly InvocationScope _scope = new();
    private readonly CountingWriter _output = new();
    private readonly FakeTimeProvider _time = new(TestData.Now.AddMilliseconds(7));
    private readonly FcLoggerFactory _log;

    public FcLoggerFactoryTests() => _log = CreateLog(RuntimeEndpointTests.Options);

    private FcLoggerFactory CreateLog(HostingOptions options) => new(options, _scope, _output, _time);

    [Theory]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARNING")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "ERROR")]
    public void A_line_is_time_request_level_and_sentence(LogLevel level, string name)
    {
        _scope.Current = new("request-1", _time.GetTimestamp(), IsColdStart: true);
        _time.Advance(TimeSpan.FromMilliseconds(40));

        Write("FcWorkflowTrigger.Runs.RunOpener", level);

        Assert.Equal(
            $$"""2026-11-24T00:15:00.047Z request-1 [{{name}}] A sentence. {"event":"framework","level":"{{name}}","role":"ingest","version":"0.1.0","coldStart":true,"durationMs":40}{{Environment.NewLine}}""",
            _output.ToString());
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
    public void A_line_of_the_framework_has_the_one_name_that_the_operations_page_lists()
    {
        _log.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").Log(LogLevel.Warning, new EventId(22, "HeartbeatSlow"), "A sentence.", null, (text, _) => text);

        Assert.Contains("{\"event\":\"framework\",", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(LogVerbosity.Debug), LogLevel.Debug, LogLevel.Debug)]
    [InlineData(nameof(LogVerbosity.Information), LogLevel.Information, LogLevel.Warning)]
    [InlineData(nameof(LogVerbosity.Warning), LogLevel.Warning, LogLevel.Warning)]
    [InlineData(nameof(LogVerbosity.Error), LogLevel.Error, LogLevel.Error)]
    public void A_chosen_level_is_the_least_that_is_written(string chosen, LogLevel own, LogLevel framework)
    {
        using var log = CreateLog(RuntimeEndpointTests.Options with { LogLevel = Enum.Parse<LogVerbosity>(chosen) });

        Assert.Equal(own, Enum.GetValues<LogLevel>().First(log.CreateLogger("FcWorkflowTrigger.Runs.RunOpener").IsEnabled));
        Assert.Equal(framework, Enum.GetValues<LogLevel>().First(log.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").IsEnabled));
    }

    [Fact]
    public void Frames_are_written_only_when_they_are_switched_on()
    {
        _log.WriteFrame("FC Invoke End RequestId: ", "request-1");
        Assert.Empty(_output.ToString());

        using var framed = CreateLog(RuntimeEndpointTests.Options with { LogFrames = true });
        framed.WriteFrame("FC Invoke End RequestId: ", "request-1", ", Error");
        Assert.Equal($"FC Invoke End RequestId: request-1, Error{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public void Each_line_is_out_at_once_because_an_instance_is_frozen_after_its_answer()
    {
        Write("FcWorkflowTrigger.Runs.RunOpener", LogLevel.Information);
        using var framed = CreateLog(RuntimeEndpointTests.Options with { LogFrames = true });
        framed.WriteFrame("FC Invoke End RequestId: ", "request-1");

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
