using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FcWorkflowTrigger.ConsolePage.Serving;

/// <summary>Why a request is refused, and what to send instead.</summary>
/// <param name="Code">A word of docs/local-cloud.md or docs/console.md.</param>
internal sealed record Refusal(int Status, string Code, string Message);

/// <summary>Refuses what another web page in a person's browser sends to a port of this machine. Clients that are no browsers are not affected.</summary>
/// <remarks>
/// Any web page may post to 127.0.0.1, and a page whose host name is made to mean 127.0.0.1 may also read the answers (DNS rebinding). No answer ever has a
/// CORS header, so no other page may read one.
/// </remarks>
internal static class LoopbackGuard
{
    private const string JsonType = "application/json";
    private const int DefaultPort = 80;
    private static readonly string[] Names = ["127.0.0.1", "localhost", "[::1]"];

    /// <returns>HOST-REFUSED, ORIGIN-REFUSED or BODY-NOT-JSON; null for a request that may be answered.</returns>
    public static Refusal? Check(HttpContext http)
    {
        var hosts = Hosts(http.Connection.LocalPort);
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return CheckHost(http.Request, hosts) ?? (isRead ? null : CheckOrigin(http.Request, hosts)) ?? CheckBody(http);
    }

    private static Refusal? CheckHost(HttpRequest request, IReadOnlyList<string> hosts) =>
        hosts.Contains(request.Headers.Host.ToString(), StringComparer.OrdinalIgnoreCase) ? null : new(
            StatusCodes.Status421MisdirectedRequest, "HOST-REFUSED", $"Nothing is served under this Host. Use one of: {string.Join(", ", hosts)}.");

    // A browser sends both headers, and a page cannot set either.
    private static Refusal? CheckOrigin(HttpRequest request, IReadOnlyList<string> hosts)
    {
        var origin = request.Headers.Origin;
        var isForeign = origin.Count > 0 && !hosts.Select(host => $"http://{host}").Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase);

        return isForeign || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none")
            ? new(StatusCodes.Status403Forbidden, "ORIGIN-REFUSED", "Another web page has sent this request. Only pages of this port, and clients that are no browsers, may change things here.")
            : null;
    }

    // A page may post a form or plain text anywhere without asking first; JSON it may not, and it may not PUT.
    private static Refusal? CheckBody(HttpContext http)
    {
        var hasBody = http.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        var isJson = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase);

        return !hasBody || isJson || HttpMethods.IsPut(http.Request.Method) ? null : new(
            StatusCodes.Status415UnsupportedMediaType, "BODY-NOT-JSON", $"The body is not declared as {JsonType}. With curl, add -H 'Content-Type: {JsonType}'.");
    }

    // A browser leaves out the default port of http.
    private static string[] Hosts(int port) => [.. Names.Select(name => $"{name}:{port}"), .. port == DefaultPort ? Names : []];
}
