using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>Reads the gateway's refusal; where it is no JSON, the status stands in for the code.</summary>
internal static class ImsRefusal
{
    public static ImsException Parse(string action, HttpResponseMessage reply, ReadOnlySpan<byte> body)
    {
        var error = Parse(body);
        var code = error?.Code is { Length: > 0 } sent ? sent : ImsException.CodeOf(reply.StatusCode);
        return new(action, reply.StatusCode, code, error?.RequestId ?? reply.Header("x-acs-request-id"), RetryAfter(reply), error?.Message);
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

    // More than an invocation should wait for; a later call finds out anew.
    private const int LongestWait = 10_000;

    // A positive whole number of milliseconds, as the official SDK reads it.
    private static TimeSpan? RetryAfter(HttpResponseMessage reply) =>
        int.TryParse(reply.Header("x-acs-retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestWait))
            : null;
}
