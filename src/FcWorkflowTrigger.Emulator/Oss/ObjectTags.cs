using System.Buffers;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>An object's tags as clients write them, in a header or in XML (OSS documentation, "PutObjectTagging", "Object tagging").</summary>
internal static class ObjectTags
{
    private const int MaxTags = 10;
    private const int MaxKeyCharacters = 128;
    private const int MaxValueCharacters = 256;
    private const string Header = "x-oss-tagging";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 +-=._:/");

    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>The tags a write asks for: <c>a=1&amp;b</c>, each part percent-encoded; none without the header.</summary>
    /// <exception cref="OssError">The header is not of that form, or OSS takes no such tags.</exception>
    public static IReadOnlyDictionary<string, string> ParseHeader(OssCall call) =>
        call.Header(Header) is { Length: > 0 } header ? Checked([.. header.Split('&').Select(Pair)]) : None;

    /// <summary>The tags of a copy: the source's, unless the caller replaces them.</summary>
    /// <exception cref="OssError">The directive is none, or OSS takes no such tags.</exception>
    public static IReadOnlyDictionary<string, string>? ForCopy(OssCall call, StoredObject source) =>
        call.Header($"{Header}-directive")?.ToUpperInvariant() switch
        {
            null or "COPY" => source.Tags,
            "REPLACE" => ParseHeader(call),
            _ => throw OssError.InvalidArgument($"The value of {Header}-directive is Copy or Replace."),
        };

    /// <param name="tagging">The root of PutObjectTagging's body.</param>
    /// <exception cref="OssError">Not the documented shape, or OSS takes no such tags.</exception>
    public static IReadOnlyDictionary<string, string> Parse(XElement tagging)
    {
        var set = tagging.Name == "Tagging" ? tagging.Element("TagSet") : null;

        return Checked([.. (set ?? throw OssError.MalformedXml("A Tagging with its TagSet is expected.")).Elements().Select(Pair)]);
    }

    private static (string Key, string Value) Pair(string text) => text.Split('=') switch
    {
        [var key] => (Uri.UnescapeDataString(key), ""),
        [var key, var value] => (Uri.UnescapeDataString(key), Uri.UnescapeDataString(value)),
        _ => throw Invalid("A tag in the header is a key, or a key and a value.", "0010-00000219"),
    };

    private static (string Key, string Value) Pair(XElement tag) => tag.Name == "Tag" && tag.Element("Key") is { } key
        ? (key.Value, tag.Element("Value")?.Value ?? "")
        : throw OssError.MalformedXml("A TagSet holds Tags, and each has its Key.");

    private static Dictionary<string, string> Checked(IReadOnlyList<(string Key, string Value)> tags)
    {
        if (tags.Count > MaxTags)
        {
            throw Invalid($"An object has at most {MaxTags} tags.", "0010-00000218");
        }

        if (tags.DistinctBy(tag => tag.Key).Count() < tags.Count)
        {
            throw Invalid("Two tags have the same key.", "0010-00000210");
        }

        return tags.All(tag => tag.Key.Length is > 0 and <= MaxKeyCharacters && tag.Value.Length <= MaxValueCharacters && AreAllowed(tag.Key + tag.Value))
            ? tags.ToDictionary(tag => tag.Key, tag => tag.Value)
            : throw Invalid("A key or a value is too long, or has a character tags do not have.", "0010-00000217");
    }

    private static bool AreAllowed(ReadOnlySpan<char> characters) => !characters.ContainsAnyExcept(Allowed);

    private static OssError Invalid(string message, string ec) => new(400, "InvalidTag", message, ec);
}
