using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>Reads the input of control requests, and describes what is wrong with it.</summary>
internal static class ControlInput
{
    /// <param name="sample">A valid body, shown in the message of a refusal.</param>
    /// <exception cref="ControlException">BODY-INVALID.</exception>
    public static async Task<T> BodyAsync<T>(HttpContext http, JsonTypeInfo<T> type, string sample)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted)
                ?? throw new ControlException("BODY-INVALID", $"The body is null. Send an object such as {sample}");
        }
        catch (JsonException problem)
        {
            throw new ControlException("BODY-INVALID", $"{problem.Message} Send an object such as {sample}");
        }
    }

    /// <exception cref="ControlException">ARGUMENT-INVALID.</exception>
    public static double Number(HttpContext http, string name, double fallback, double least, double most) =>
        http.Request.Query[name].FirstOrDefault() is not { } text ? fallback
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Within(name, number, least, most)
        : throw new ControlException("ARGUMENT-INVALID", $"{name} is '{text}'. Use a number from {least} to {most}.");

    /// <exception cref="ControlException">ARGUMENT-INVALID.</exception>
    public static double Within(string name, double number, double least, double most) =>
        number >= least && number <= most
            ? number
            : throw new ControlException(
                "ARGUMENT-INVALID", string.Create(CultureInfo.InvariantCulture, $"{name} is {number}. Use a number from {least} to {most}."));

    /// <summary>Null when absent.</summary>
    /// <exception cref="ControlException">ARGUMENT-INVALID.</exception>
    public static string? Word(HttpContext http, string name, params string[] words) =>
        http.Request.Query[name].FirstOrDefault() is not { } text ? null
        : words.Contains(text) ? text
        : throw new ControlException("ARGUMENT-INVALID", $"{name} is '{text}'. Use one of: {string.Join(", ", words)}.");
}
