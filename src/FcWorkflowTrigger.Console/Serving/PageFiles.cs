using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace FcWorkflowTrigger.ConsolePage.Serving;

/// <summary>The files of the page. They lie in this assembly, so nothing is loaded from anywhere else.</summary>
internal static class PageFiles
{
    private static readonly Assembly Own = typeof(PageFiles).Assembly;
    private static readonly HashSet<string> Names = [.. Own.GetManifestResourceNames()];

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>Answers with the file of this path.</summary>
    /// <returns>False when there is none.</returns>
    public static async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var name = http.Request.Path.Value?.TrimStart('/') is { Length: > 0 } path ? path : "index.html";

        if (!Names.Contains(name))
        {
            return false;
        }

        await using var file = Own.GetManifestResourceStream(name)!;
        http.Response.ContentType = Types[Path.GetExtension(name)];
        http.Response.ContentLength = file.Length;

        // A newer program on the same port has newer files.
        http.Response.Headers.CacheControl = "no-cache";

        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await file.CopyToAsync(http.Response.Body, http.RequestAborted);
        }

        return true;
    }

    /// <summary>What every answer says to the browser: run nothing and load nothing but the files of this page.</summary>
    public static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
