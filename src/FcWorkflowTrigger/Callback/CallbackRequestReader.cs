using FcWorkflowTrigger.Callback.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Callback;

/// <summary>From ASP.NET's request to what the door judges.</summary>
internal static class CallbackRequestReader
{
    /// <param name="configured">The URL IMS was given. Without it the request's own host is taken: Function Compute routes by it, so it is ours.</param>
    public static CallbackRequest Read(HttpRequest request, Uri? configured) => new(
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        configured?.AbsoluteUri.TrimEnd('/') ?? $"https://{request.Host.Value}",
        new(Header(request, IceSignature.TimestampHeader), Header(request, IceSignature.SignatureHeader)));

    private static string? Header(HttpRequest request, string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
