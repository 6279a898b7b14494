namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>JSON as editors save it: UTF-8, for some editors with a byte-order mark, which the JSON reader does not take.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> content) => content.StartsWith(Mark) ? content[Mark.Length..] : content;

    /// <summary>The name of the encoding when it is not UTF-8. JSON begins with an ASCII character, so a zero byte shows UTF-16 and UTF-32 without a mark too.</summary>
    public static string? FindOtherEncoding(ReadOnlySpan<byte> content) => content switch
    {
        [0x00, 0x00, 0xFE, 0xFF, ..] or [0xFF, 0xFE, 0x00, 0x00, ..] or [0x00, 0x00, 0x00, not 0x00, ..] or [not 0x00, 0x00, 0x00, 0x00, ..] => "UTF-32",
        [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0x00, not 0x00, ..] or [not 0x00, 0x00, ..] => "UTF-16",
        _ => null,
    };
}
