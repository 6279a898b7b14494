using System.Buffers;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Uploads;

/// <summary>One upload under one rule: 40 lower-case hex digits, derived, so that every delivery of the event names the same run.</summary>
/// <remarks>The first 24 digits are the object's, the last 16 the upload's and the rule's.</remarks>
internal readonly record struct RunId
{
    /// <summary>Digits in a run id.</summary>
    public const int Length = 40;

    private const int KeyDigits = 24;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private RunId(string value) => Value = value;

    public string Value { get; }

    /// <summary>The object's part: 24 digits, shared by every upload of the same key.</summary>
    public ReadOnlySpan<char> KeyHash => Value.AsSpan(0, KeyDigits);

    /// <summary>The upload's and the rule's part: 16 digits.</summary>
    public ReadOnlySpan<char> UploadHash => Value.AsSpan(KeyDigits);

    public static RunId Create(Upload upload, string ruleName)
    {
        var key = Sha256Hex.Compute($"v1\n{upload.Region}\n{upload.Bucket}\n{upload.Key}")[..KeyDigits];
        return new(key + Sha256Hex.Compute($"{key}\n{upload.UploadId}\n{ruleName}")[..(Length - KeyDigits)]);
    }

    /// <summary>Reads an id that came from outside; anything but 40 lower-case hex digits is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RunId id)
    {
        var fits = text.Length == Length && !text.ContainsAnyExcept(HexDigits);
        id = fits ? new(text.ToString()) : default;
        return fits;
    }

    public override string ToString() => Value;
}
