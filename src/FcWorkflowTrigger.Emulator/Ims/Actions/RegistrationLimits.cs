using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Emulator.Ims.Actions;

/// <summary>The limits of RegisterMediaInfo's parameters; lengths count bytes of UTF-8.</summary>
internal static class RegistrationLimits
{
    private const int MaxTags = 16;
    private const int MaxTagBytes = 32;
    private static readonly string[] BusinessTypes = ["subtitles", "font", "watermark", "opening", "ending", "general"];

    private static readonly SearchValues<char> ReferenceCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <exception cref="ImsError">The first parameter that is over a limit.</exception>
    public static void Require(ImsCall call)
    {
        _ = call.Limited("Title", 128);
        _ = call.Limited("Description", 1024);
        _ = call.Limited("CoverURL", 128);
        _ = call.Limited("UserData", 1024);
        Require("ReferenceId", call["ReferenceId"] is not { } reference || IsReference(reference));
        Require("ClientToken", call["ClientToken"] is not { Length: not 32 });
        Require("MediaTags", call["MediaTags"] is not { } tags || AreTags(tags.Split(',')));
        Require("CateId", call["CateId"] is not { } category || long.TryParse(category, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        Require("MediaType", call["MediaType"] is not { } type || MediaTypes.All.Contains(type));
        Require("BusinessType", call["BusinessType"] is not { } business || BusinessTypes.Contains(business));
        Require("BusinessType", call["MediaType"] != "text" || call["BusinessType"] is "subtitles" or "font");
        Require("UserData", IsJson(call["UserData"]));
        Require("RegisterConfig", IsJson(call["RegisterConfig"]));
    }

    private static void Require(string parameter, bool holds)
    {
        if (!holds)
        {
            throw ImsError.Invalid(parameter);
        }
    }

    private static bool IsReference(string text) => text.Length is >= 6 and <= 64 && !text.AsSpan().ContainsAnyExcept(ReferenceCharacters);

    private static bool AreTags(string[] tags) => tags.Length <= MaxTags && tags.All(tag => Encoding.UTF8.GetByteCount(tag) <= MaxTagBytes);

    private static bool IsJson(string? text)
    {
        try
        {
            JsonDocument.Parse(text ?? "{}").Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
