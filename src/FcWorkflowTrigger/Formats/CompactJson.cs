using System.Text.Encodings.Web;
using System.Text.Json;

namespace FcWorkflowTrigger.Formats;

/// <summary>JSON for texts that have a limit in bytes and are never part of an HTML page: <c>&amp;</c> and Han characters are not escaped.</summary>
internal static class CompactJson
{
    /// <param name="options">Of the source-generated context; all else stays as it is there.</param>
    public static JsonSerializerOptions From(JsonSerializerOptions options) => new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
