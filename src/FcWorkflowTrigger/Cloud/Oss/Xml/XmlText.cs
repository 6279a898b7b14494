using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Oss.Xml;

/// <summary>The small words of XML 1.0.</summary>
internal static class XmlText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Blanks) < 0;

    /// <summary>Where the tag's <c>&gt;</c> is; one inside an attribute's quotes is the attribute's. Negative: nowhere, or another tag begins before.</summary>
    public static int EndOfTag(ReadOnlySpan<byte> tag)
    {
        var quote = (byte)0;

        for (var at = 0; at < tag.Length; at++)
        {
            switch (tag[at])
            {
                case (byte)'<':
                    return -1;
                case (byte)'>' when quote == 0:
                    return at == 0 ? -1 : at;
                case var letter and ((byte)'"' or (byte)'\'') when quote == 0 || quote == letter:
                    quote = quote == 0 ? letter : (byte)0;
                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    /// <exception cref="InvalidDataException">There is no name: it is a comment, an instruction, or nothing.</exception>
    public static int LengthOfName(ReadOnlySpan<byte> tag)
    {
        var length = tag.IndexOfAny(" \t\r\n/"u8);
        var name = length < 0 ? tag : tag[..length];
        return name.Length > 0 && (char.IsAsciiLetter((char)name[0]) || name[0] == '_') ? name.Length : throw new InvalidDataException(
            $"OSS-REPLY-XML: OSS answered with a tag that is no element's: <{Encoding.UTF8.GetString(tag)}>.");
    }

    public static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> name) => name[(name.IndexOf((byte)':') + 1)..];

    /// <exception cref="InvalidDataException">It is not UTF-8, or refers to what XML does not know.</exception>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        var decoded = new StringBuilder();

        while (text.IndexOf((byte)'&') is var at and >= 0)
        {
            var length = text[at..].IndexOf((byte)';');
            decoded.Append(Characters(text[..at])).Append(Reference(length < 0 ? "" : Characters(text.Slice(at + 1, length - 1))));
            text = text[(at + length + 1)..];
        }

        return decoded.Length == 0 ? Characters(text) : decoded.Append(Characters(text)).ToString();
    }

    private static string Characters(ReadOnlySpan<byte> text)
    {
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException problem)
        {
            throw new InvalidDataException("OSS-REPLY-XML: OSS answered with a text that is not UTF-8.", problem);
        }
    }

    private static string Reference(string name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var digits] => Character(name, digits, NumberStyles.AllowHexSpecifier),
        ['#', .. var digits] => Character(name, digits, NumberStyles.None),
        _ => throw Unknown(name),
    };

    private static string Character(string name, string digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out var code) && code > 0 && Rune.IsValid(code)
            ? new Rune(code).ToString()
            : throw Unknown(name);

    private static InvalidDataException Unknown(string reference) => new($"OSS-REPLY-XML: XML knows no '&{reference};'.");
}
