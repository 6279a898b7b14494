using System.Globalization;
using System.Text;
using FcWorkflowTrigger.Emulator.Control;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Prints the story of the local cloud on standard error: <c>ready</c> stays the last line of standard output.</summary>
internal sealed class StoryPrinter(TextWriter output)
{
    private const int WidthOfKind = 10;

    private readonly Lock _gate = new();

    public void Print(StoryLine line)
    {
        lock (_gate)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.At.UtcDateTime:HH:mm:ss}  {line.Kind.PadRight(WidthOfKind)}  {Escape(line.Text)}"));
        }
    }

    // A key may hold anything, also what moves the cursor or turns the direction of text.
    private static string Escape(string text)
    {
        var line = new StringBuilder(text.Length);

        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                ? line.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")
                : line.Append(rune);
        }

        return line.ToString();
    }
}
