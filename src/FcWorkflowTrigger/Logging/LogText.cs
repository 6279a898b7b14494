using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Logging;

/// <summary>How text from outside is written to logs and terminals: keys, names of buckets, codes of services.</summary>
/// <remarks>Alarms are matches of text. No text from outside may look like a line, a level or a sentence of this program.</remarks>
internal static class LogText
{
    /// <summary>Enough for the longest key, of which every byte is escaped.</summary>
    public const int MaxValue = 4096;

    /// <summary>A longer line is cut.</summary>
    public const int MaxLine = 32 * 1024;

    /// <summary>A longer message of a service is cut.</summary>
    public const int MaxMessage = 500;

    private const string SafePunctuation = "-._~/+=@,&$*#!()";

    // What no text may hold: a level, and the beginning of facts.
    private static readonly (string Mark, string Escaped)[] Marks =
    [
        ("[ERROR]", @"\u{5b}ERROR]"), ("[WARNING]", @"\u{5b}WARNING]"), ("[INFO]", @"\u{5b}INFO]"), ("[DEBUG]", @"\u{5b}DEBUG]"),
        (LogFacts.Beginning, @"\u{7b}" + LogFacts.Beginning[1..]),
    ];

    /// <summary>
    /// One value as in a URL, except that letters and digits of every script stay. A plain value stays as it is. The result holds no space, no
    /// bracket, no colon, no quotation mark, no control character, nothing that turns the direction of text, and no code of this program.
    /// </summary>
    public static string Escape(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var escaped = new StringBuilder(value.Length);
        var before = default(Rune);

        foreach (var rune in value.EnumerateRunes())
        {
            // A hyphen between capitals would make a code: LEDGER-VERSIONED.
            if (IsSafe(rune) && !(rune.Value == '-' && before.IsAscii && Rune.IsUpper(before)))
            {
                escaped.Append(rune);
            }
            else
            {
                AppendBytes(escaped, rune);
            }

            if (escaped.Length > MaxValue)
            {
                return $"{escaped.ToString(0, MaxValue)}…";
            }

            before = rune;
        }

        return escaped.ToString();
    }

    /// <summary>A whole text for one line of a log or a terminal: line ends become spaces, other control characters and everything that turns the direction of text are escaped, it names no level and begins no <see cref="LogFacts"/>.</summary>
    public static string ToLine(string text)
    {
        // Most lines are plain.
        var line = text.Length <= MaxLine && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : EscapeInvisible(text);

        foreach (var (mark, escaped) in Marks)
        {
            line = line.Replace(mark, escaped, StringComparison.Ordinal);
        }

        return line;
    }

    private static string EscapeInvisible(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLine));

        foreach (var rune in text.ReplaceLineEndings(" ").EnumerateRunes())
        {
            if (line.Length >= MaxLine)
            {
                line.Append('…');
                break;
            }

            if (IsInvisible(rune))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                line.Append(rune);
            }
        }

        return line.ToString();
    }

    /// <summary>A message of a service, for records and webhooks: one line without control characters, of <see cref="MaxMessage"/> characters at most; null when it is empty.</summary>
    public static string? Bound(string? message)
    {
        var line = ToLine(message ?? "").Trim();
        return line.Length == 0 ? null : line.Length <= MaxMessage ? line : $"{line[..(char.IsHighSurrogate(line[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage)]}…";
    }

    /// <summary>The same between quotation marks, for logs: words and spaces stay, and each word is written as <see cref="Escape"/> writes values, so no sentence of this program stands in it. Empty when it is empty.</summary>
    public static string Quote(string? message) =>
        Bound(message) is { } bounded ? $"'{string.Join(' ', bounded.Split(' ').Select(Escape))}'" : "";

    private static bool IsSafe(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || SafePunctuation.Contains((char)rune.Value)
        : Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) && !IsInvisible(rune) && !Rune.IsWhiteSpace(rune);

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static void AppendBytes(StringBuilder escaped, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];

        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
    }
}
