using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>Request and reply helpers that HTTP triggers and the InvokeFunction API share.</summary>
internal static class FcHttp
{
    /// <summary>Reads the body; null if it is larger than the limit of a synchronous invocation.</summary>
    public static async Task<byte[]?> BodyAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = HttpLimits.MaxBodyBytes;
        }

        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    public static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(new JsonObject { ["Code"] = code, ["Message"] = message }.ToJsonString(), http.RequestAborted);
    }
}
