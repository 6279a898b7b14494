using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The events of a schedule, one per line. The same seed writes exactly the same lines, because the lines hold no random values of the code under test.</summary>
internal sealed class Trace(bool isOn)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 15, 0, TimeSpan.Zero);
    private readonly List<string> _lines = [];

    public bool IsOn { get; } = isOn;

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line if the trace is on. Almost all schedules run without a trace, so they must not pay for the texts.</summary>
    public void Add(DateTimeOffset at, string source, [InterpolatedStringHandlerArgument("")] Line text)
    {
        if (IsOn)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at - Start,-19:d\\.hh\\:mm\\:ss\\.fff} {source,-14} {text.Text}"));
        }
    }

    /// <summary>An interpolated string that is built only if the trace is on.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Line
    {
        private readonly StringBuilder? _text;

        public Line(int literalLength, int formattedCount, Trace trace, out bool shouldAppend)
        {
            _text = trace.IsOn ? new(literalLength + (16 * formattedCount)) : null;
            shouldAppend = trace.IsOn;
        }

        public string Text => _text?.ToString() ?? "";

        public void AppendLiteral(string text) => _text!.Append(text);

        public void AppendFormatted<T>(T value) => _text!.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => _text!.Append(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
