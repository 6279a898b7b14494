using FcWorkflowTrigger.Callback.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Callback;

/// <summary>Reads what the authenticator needs from an ASP.NET request.</summary>
internal static class CallbackRequestReader
{
    /// <param name="configured">The URL that IMS was given. When it is null, the host of the request is used: Function Compute routes by it, so it names this function.</param>
    public static CallbackRequest Read(HttpRequest request, Uri? configured) => new(
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        configured?.AbsoluteUri.TrimEnd('/') ?? $"https://{request.Host.Value}",
        new(Header(request, IceSignature.TimestampHeader), Header(request, IceSignature.SignatureHeader)));

    private static string? Header(HttpRequest request, string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
