using System.Globalization;

namespace FcWorkflowTrigger.Cli.Output;

/// <summary>Shows on standard error how far a command has come: count, rate and time left. Silent for the first two seconds.</summary>
/// <param name="verb">What is counted, in the past: <c>read</c>.</param>
/// <param name="total">Null while it is not known.</param>
/// <param name="isTerminal">True overwrites one line; false writes a line now and then.</param>
internal sealed class ProgressWriter(TextWriter output, string verb, int? total, TimeProvider clock, bool isTerminal) : IProgress<double>, IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LinesApart = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _begin = clock.GetTimestamp();
    private TimeSpan _next = Silence;
    private double _count;
    private bool _hasWritten;

    /// <param name="value">How many more.</param>
    public void Report(double value)
    {
        lock (_gate)
        {
            _count += value;
            var elapsed = clock.GetElapsedTime(_begin);

            if (elapsed < _next)
            {
                return;
            }

            _next = elapsed + (isTerminal ? Redraw : LinesApart);
            _hasWritten = true;
            Write(Describe(elapsed));
        }
    }

    public void Dispose()
    {
        if (_hasWritten && isTerminal)
        {
            output.Write("\r\u001b[K");
        }
    }

    private string Describe(TimeSpan elapsed)
    {
        var rate = _count / Math.Max(elapsed.TotalSeconds, 0.001);
        var left = total is { } all && rate > 0 ? string.Create(CultureInfo.InvariantCulture, $", about {Math.Max(0, (all - _count) / rate):0} s left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(_count):N0}{(total is { } of ? $" of {of:N0}" : "")} {verb}, {rate:0.#}/s{left}");
    }

    private void Write(string text)
    {
        if (isTerminal)
        {
            output.Write($"\r{text}\u001b[K");
        }
        else
        {
            output.WriteLine(text);
        }
    }
}
