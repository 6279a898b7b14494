using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>What happened, a line each. The same seed writes the same lines to the byte; nothing random of the code under test is in them.</summary>
internal sealed class Trace(bool isOn)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 15, 0, TimeSpan.Zero);
    private readonly List<string> _lines = [];

    public bool IsOn { get; } = isOn;

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>A hundred thousand schedules are played untraced for one that is looked at: only that one pays for its texts.</summary>
    public void Add(DateTimeOffset at, string who, [InterpolatedStringHandlerArgument("")] Line what)
    {
        if (IsOn)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at - Start,-19:d\\.hh\\:mm\\:ss\\.fff} {who,-14} {what.Text}"));
        }
    }

    /// <summary>An interpolated text that is put together only if the trace is on.</summary>
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
