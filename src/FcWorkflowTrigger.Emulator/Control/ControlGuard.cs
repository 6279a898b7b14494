using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>Refuses what another web page in the developer's browser sends to the control port. Clients that are no browsers are not affected.</summary>
/// <remarks>
/// Any web page may post to 127.0.0.1, and a page whose host name is made to mean 127.0.0.1 may also read the answers (DNS rebinding). No answer ever has a
/// CORS header, so no other page may read one.
/// </remarks>
internal static class ControlGuard
{
    private const string JsonType = "application/json";
    private const int DefaultPort = 80;
    private static readonly string[] Names = ["127.0.0.1", "localhost", "[::1]"];

    /// <exception cref="ControlException">HOST-REFUSED, ORIGIN-REFUSED or BODY-NOT-JSON.</exception>
    public static void Require(HttpContext http)
    {
        var hosts = Hosts(http.Connection.LocalPort);
        RequireHost(http.Request, hosts);

        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            RequireOrigin(http.Request, hosts);
        }

        RequireJson(http);
    }

    private static void RequireHost(HttpRequest request, IReadOnlyList<string> hosts)
    {
        if (!hosts.Contains(request.Headers.Host.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw new ControlException(
                "HOST-REFUSED", $"The control routes are not served under this Host. Use one of: {string.Join(", ", hosts)}.", StatusCodes.Status421MisdirectedRequest);
        }
    }

    // A browser sends both headers, and a page cannot set either.
    private static void RequireOrigin(HttpRequest request, IReadOnlyList<string> hosts)
    {
        var origin = request.Headers.Origin;
        var isForeign = origin.Count > 0 && !hosts.Select(host => $"http://{host}").Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase);

        if (isForeign || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            throw new ControlException(
                "ORIGIN-REFUSED", "Another web page has sent this request. Only pages of this port, and clients that are no browsers, may change things here.", StatusCodes.Status403Forbidden);
        }
    }

    // A page may send a form or plain text anywhere without asking first; JSON it may not.
    private static void RequireJson(HttpContext http)
    {
        var hasBody = http.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        var isJson = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase);

        if (hasBody && !isJson)
        {
            throw new ControlException(
                "BODY-NOT-JSON", $"The body is not declared as {JsonType}. With curl, add -H 'Content-Type: {JsonType}'.", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    // A browser leaves out the default port of http.
    private static string[] Hosts(int port) => [.. Names.Select(name => $"{name}:{port}"), .. port == DefaultPort ? Names : []];
}
