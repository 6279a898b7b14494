using System.Globalization;
using System.Text.Json;

namespace FcWorkflowTrigger.Services.Ims;

/// <summary>Reads the gateway's refusal; where it is no JSON, the status stands in for the code.</summary>
internal static class ImsRefusal
{
    public static async Task<ImsException> ReadAsync(string action, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var error = Parse(await reply.Content.ReadAsByteArrayAsync(cancellationToken));
        return new(action, reply.StatusCode, error?.Code ?? $"Status{(int)reply.StatusCode}", error?.RequestId, RetryAfter(reply));
    }

    private static ImsError? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ImsJson.Default.ImsError);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // More than an invocation should wait for; whoever comes back later finds out anew.
    private const int LongestWait = 10_000;

    // A positive whole number of milliseconds, as the official SDK reads it.
    private static TimeSpan? RetryAfter(HttpResponseMessage reply) =>
        reply.Headers.TryGetValues("x-acs-retry-after", out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds > 0
            ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestWait))
            : null;
}
